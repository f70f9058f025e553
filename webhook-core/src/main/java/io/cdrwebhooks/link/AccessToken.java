package io.cdrwebhooks.link;

import io.cdrwebhooks.hash.Sha256;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/// The credential in a callback URL: a random UUID (RFC 9562, version 4: 122 random bits).
///
/// Only the receiver gets it, and only its hash is stored.
public final class AccessToken {
  private static final Pattern FORM =
      Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");

  private final String text;

  private AccessToken(String text) {
    this.text = text;
  }

  /// Creates a token; the UUID must come from a cryptographically strong source, such as
  /// [UUID#randomUUID].
  public static AccessToken of(UUID random) {
    return new AccessToken(random.toString());
  }

  /// Returns the hash of a text that has the form of a token; empty for any other text, so the
  /// caller need not look it up. The form is no secret.
  public static Optional<TokenHash> hashIfToken(String text) {
    return FORM.matcher(text).matches() ? Optional.of(hash(text)) : Optional.empty();
  }

  private static TokenHash hash(String text) {
    return new TokenHash(Sha256.hex(text));
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
