package io.cdrwebhooks.change;

import io.cdrwebhooks.hash.Sha256;
import java.util.regex.Pattern;

/// The id of a [ChangeRecord]: `chg_` and 32 hexadecimal digits.
public record ChangeId(String value) {
  private static final Pattern SHAPE = Pattern.compile("chg_[0-9a-f]{32}");
  private static final int DIGITS = 32;

  public ChangeId {
    if (!SHAPE.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "a change id must be chg_ and 32 hexadecimal digits: " + value);
    }
  }

  /// Returns the id that these texts identify together, such as the id and time of a request.
  public static ChangeId of(String... identity) {
    return new ChangeId("chg_" + Sha256.hex(String.join("\n", identity)).substring(0, DIGITS));
  }

  @Override
  public String toString() {
    return value;
  }
}
