package io.cdrwebhooks.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cdrwebhooks.configuration.SignatureVault.Purpose;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Base64;
import java.util.EnumSet;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The contract of every vault.
public interface SignatureVaultContract {
  ConfigurationId MINE = ConfigurationId.of(new UUID(1, 1));
  ConfigurationId OTHER = ConfigurationId.of(new UUID(1, 2));
  SignatureKey KEY = new SignatureKey("Schlüssel-geheim");

  SignatureVault vault();

  @ParameterizedTest
  @ValueSource(strings = {"x", "sixteen-or-longer", "größer 日本 😀 \u0000 key"})
  default void opensWhatItSealed(String text) {
    SignatureKey key = new SignatureKey(text);

    assertThat(vault().open(vault().seal(key, MINE, Purpose.SIGNATURE), MINE, Purpose.SIGNATURE))
        .isEqualTo(key);
  }

  @Test
  default void opensTheLongestSignature() {
    SignatureKey key = new SignatureKey("😀".repeat(256));

    assertThat(vault().open(vault().seal(key, MINE, Purpose.SIGNATURE), MINE, Purpose.SIGNATURE))
        .isEqualTo(key);
  }

  @Test
  default void sealsTheSameSignatureDifferentlyEachTime() {
    assertThat(vault().seal(KEY, MINE, Purpose.SIGNATURE).ciphertext())
        .isNotEqualTo(vault().seal(KEY, MINE, Purpose.SIGNATURE).ciphertext());
  }

  @Test
  default void opensForNoOtherConfiguration() {
    refuses(vault().seal(KEY, MINE, Purpose.SIGNATURE), OTHER);
  }

  /// Otherwise a Signature in the place of a header's value would be sent in clear text.
  @ParameterizedTest
  @EnumSource
  default void opensForNoOtherPurpose(Purpose purpose) {
    SealedSignature sealed = vault().seal(KEY, MINE, purpose);

    assertThat(vault().open(sealed, MINE, purpose)).isEqualTo(KEY);
    for (Purpose other : EnumSet.complementOf(EnumSet.of(purpose))) {
      refuses(sealed, MINE, other);
    }
  }

  @Test
  default void refusesAlteredCiphertext() {
    SealedSignature sealed = vault().seal(KEY, MINE, Purpose.SIGNATURE);
    byte[] bytes = Base64.getDecoder().decode(sealed.ciphertext());
    bytes[bytes.length - 1] ^= 1;

    refuses(new SealedSignature(sealed.keyId(), Base64.getEncoder().encodeToString(bytes)), MINE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "AAAA", "not base64"})
  default void refusesInvalidCiphertext(String ciphertext) {
    refuses(
        new SealedSignature(vault().seal(KEY, MINE, Purpose.SIGNATURE).keyId(), ciphertext), MINE);
  }

  default void refuses(SealedSignature sealed, ConfigurationId configuration) {
    refuses(sealed, configuration, Purpose.SIGNATURE);
  }

  private void refuses(SealedSignature sealed, ConfigurationId configuration, Purpose purpose) {
    assertThatThrownBy(() -> vault().open(sealed, configuration, purpose))
        .isInstanceOf(RuntimeException.class)
        .satisfies(fault -> assertThat(everythingSaidBy(fault)).doesNotContain("Schl", "geheim"));
  }

  private static String everythingSaidBy(Throwable fault) {
    StringWriter text = new StringWriter();
    fault.printStackTrace(new PrintWriter(text));
    return text.toString();
  }
}
