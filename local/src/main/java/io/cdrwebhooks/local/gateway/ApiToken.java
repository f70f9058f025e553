package io.cdrwebhooks.local.gateway;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The one bearer token of the local API (RFC 6750). It shows itself only where it is asked to.
public final class ApiToken {
  private static final String SCHEME = "Bearer ";

  private final String text;

  public ApiToken(String text) {
    this.text = text;
  }

  /// Who presents it; empty for any other credential or none.
  Optional<String> holder(@Nullable String authorization) {
    if (authorization == null
        || !authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      return Optional.empty();
    }
    byte[] given = authorization.substring(SCHEME.length()).getBytes(StandardCharsets.UTF_8);
    return MessageDigest.isEqual(given, text.getBytes(StandardCharsets.UTF_8))
        ? Optional.of("local-operator")
        : Optional.empty();
  }

  public String reveal() {
    return text;
  }

  @Override
  public String toString() {
    return "ApiToken[redacted]";
  }
}
