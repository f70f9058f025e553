package io.cdrwebhooks.local.token;

import com.nimbusds.jwt.JWTClaimsSet;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.UUID;

/// Replaces the identity provider of a deployment: issues tokens with both scopes that the local
/// gateway accepts.
public record TokenIssuer(TokenKey key, GatewayTokenRules rules, InstantSource clock) {
  /// The validity of a token: a working day, and a little more.
  public static final Duration STANDARD = Duration.ofHours(12);

  public ApiToken issue(Duration validity) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    Instant expiresAt = now.plus(validity);
    JWTClaimsSet claims =
        new JWTClaimsSet.Builder()
            .issuer(rules.issuer())
            .audience(rules.audience())
            .subject("local-operator")
            .claim("client_id", rules.audience())
            .claim("scope", rules.scopes().read() + " " + rules.scopes().write())
            .issueTime(Date.from(now))
            .expirationTime(Date.from(expiresAt))
            .jwtID(UUID.randomUUID().toString())
            .build();
    return new ApiToken(key.sign(claims), expiresAt);
  }
}
