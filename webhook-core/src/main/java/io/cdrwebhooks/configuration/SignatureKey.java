package io.cdrwebhooks.configuration;

import java.nio.charset.StandardCharsets;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/// The secret that the specification calls *Signature*: it signs every payload of a configuration.
///
/// Its bytes are the UTF-8 bytes of the text that a person typed. `toString` does not show it.
public final class SignatureKey {
  private final String text;

  /// @throws IllegalArgumentException if the text is empty, since an HMAC needs a key
  public SignatureKey(String text) {
    if (text.isEmpty()) {
      throw new IllegalArgumentException("Signature must not be empty");
    }
    this.text = text;
  }

  /// Returns the key for the named HMAC, such as `HmacSHA512`.
  public SecretKey forMac(String algorithm) {
    return new SecretKeySpec(bytes(), algorithm);
  }

  /// Returns the text itself. The vault also seals other secrets of a configuration as keys.
  String text() {
    return text;
  }

  public byte[] bytes() {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /// Returns the number of its characters (Unicode code points).
  public int length() {
    return text.codePointCount(0, text.length());
  }

  /// Returns the last three characters: enough to distinguish keys, too few to guess a key of 16 or
  /// more.
  public String hint() {
    return text.substring(text.offsetByCodePoints(0, Math.max(0, length() - 3)));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SignatureKey key && text.equals(key.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return "SignatureKey[redacted]";
  }
}
