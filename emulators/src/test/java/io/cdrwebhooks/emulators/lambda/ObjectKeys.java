package io.cdrwebhooks.emulators.lambda;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;

/// Keys of objects, for property tests.
public final class ObjectKeys {
  private static final int SURROGATES = 0xD800;
  private static final int AFTER_SURROGATES = 0xE000;

  private ObjectKeys() {}

  /// Generates keys of up to 40 characters, any that UTF-8 has. One in two is special in an encoded
  /// key.
  public static Arbitrary<String> any() {
    Arbitrary<String> special =
        Arbitraries.of(" ", "+", "%", "%2B", "%zz", "/", "&", "=", "~", "*");
    Arbitrary<String> other =
        Arbitraries.integers()
            .between(1, Character.MAX_CODE_POINT)
            .filter(point -> point < SURROGATES || point >= AFTER_SURROGATES)
            .map(Character::toString);
    return Arbitraries.oneOf(special, other)
        .list()
        .ofMinSize(1)
        .ofMaxSize(40)
        .map(parts -> String.join("", parts));
  }
}
