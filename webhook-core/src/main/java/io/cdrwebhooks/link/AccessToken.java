package io.cdrwebhooks.link;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.UUID;

/// The credential in a callback URL: a random UUID (RFC 9562, version 4: 122 random bits).
///
/// It is told to one receiver and kept nowhere; what is stored is its hash.
public final class AccessToken {
  private final String text;

  private AccessToken(String text) {
    this.text = text;
  }

  /// A new token; the UUID must come from a cryptographically strong source, as [UUID#randomUUID]
  /// does.
  public static AccessToken of(UUID random) {
    return new AccessToken(random.toString());
  }

  /// The hash of any text at all, so that a malformed token costs the same look-up as an unknown
  /// one.
  public static TokenHash hash(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return new TokenHash(HexFormat.of().formatHex(digest));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  public TokenHash hash() {
    return hash(text);
  }

  /// The token itself, for the callback URL.
  public String reveal() {
    return text;
  }

  @Override
  public String toString() {
    return "AccessToken[redacted]";
  }
}
