package io.cdrwebhooks.link;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.UUID;

/// The credential in a callback URL: a random UUID (RFC 9562, version 4: 122 random bits).
///
/// Only the receiver gets it, and only its hash is stored.
public final class AccessToken {
  private final String text;

  private AccessToken(String text) {
    this.text = text;
  }

  /// Creates a token; the UUID must come from a cryptographically strong source, such as
  /// [UUID#randomUUID].
  public static AccessToken of(UUID random) {
    return new AccessToken(random.toString());
  }

  /// Hashes any text, so that a malformed token costs the same look-up as an unknown one.
  public static TokenHash hash(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return new TokenHash(HexFormat.of().formatHex(digest));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 is missing", e);
    }
  }

  public TokenHash hash() {
    return hash(text);
  }

  /// Returns the token itself, for the callback URL.
  public String reveal() {
    return text;
  }

  @Override
  public String toString() {
    return "AccessToken[redacted]";
  }
}
