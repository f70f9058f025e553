package io.cdrwebhooks.local.token;

import java.time.Instant;

/// A signed token of the API (RFC 6750, RFC 7519). Its text is available only from `reveal`.
public final class ApiToken {
  private final String text;
  private final Instant expiresAt;

  ApiToken(String text, Instant expiresAt) {
    this.text = text;
    this.expiresAt = expiresAt;
  }

  public String reveal() {
    return text;
  }

  /// Returns when the token stops being valid, in whole seconds.
  public Instant expiresAt() {
    return expiresAt;
  }

  @Override
  public String toString() {
    return "ApiToken[redacted, expires " + expiresAt + "]";
  }
}
