package io.cdrwebhooks.local.token;

import com.nimbusds.jwt.JWTClaimsSet;
import io.cdrwebhooks.configapi.Deployment.Scopes;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.UUID;

/// Replaces the identity provider of a deployment: issues tokens with both scopes that the local
/// gateway accepts. The issuer's name is the address of the system.
public record TokenIssuer(TokenKey key, URI apiUrl, InstantSource clock) {
  static final String AUDIENCE = "cdr-webhooks";

  /// The validity of a token: a working day, and a little more.
  public static final Duration STANDARD = Duration.ofHours(12);

  public String name() {
    return apiUrl.resolve("/").toString();
  }

  public ApiToken issue(Duration validity) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    Instant expiresAt = now.plus(validity);
    JWTClaimsSet claims =
        new JWTClaimsSet.Builder()
            .issuer(name())
            .audience(AUDIENCE)
            .subject("local-operator")
            .claim("client_id", AUDIENCE)
            .claim("scope", Scopes.STANDARD.read() + " " + Scopes.STANDARD.write())
            .issueTime(Date.from(now))
            .expirationTime(Date.from(expiresAt))
            .jwtID(UUID.randomUUID().toString())
            .build();
    return new ApiToken(key.sign(claims), expiresAt);
  }
}
