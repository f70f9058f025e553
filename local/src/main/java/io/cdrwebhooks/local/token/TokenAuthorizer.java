package io.cdrwebhooks.local.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.cdrwebhooks.local.token.Authorization.Granted;
import io.cdrwebhooks.local.token.Authorization.Invalid;
import io.cdrwebhooks.local.token.Authorization.Missing;
import io.cdrwebhooks.local.token.Authorization.OutOfScope;
import java.text.ParseException;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Checks the token of a request as the JWT authorizer of an HTTP API does. It checks the
/// signature, issuer, audience and times, then the scope that the route requires.
///
/// It is stricter in two points: of the RSA algorithms it accepts only RS256, and a token must have
/// an expiry time. `keys` are the public keys of the issuer. Thread-safe.
///
/// Source: API Gateway Developer Guide, "Control access to HTTP APIs with JWT authorizers". The
/// reasons use API Gateway's words where those are known.
public record TokenAuthorizer(String issuer, JWKSet keys, InstantSource clock) {
  private static final String SCHEME = "Bearer ";

  /// The parts of a token. Nimbus skips characters that are not base64, but two different texts
  /// must not be the same token.
  private static final Pattern SEGMENTS =
      Pattern.compile("[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]*");

  /// Checks the token. `headers` are the request's values of `Authorization`, null or empty if
  /// there is none.
  public Authorization authorize(@Nullable List<String> headers, String wantedScope) {
    if (headers == null || headers.stream().allMatch(String::isBlank)) {
      return new Missing();
    }
    if (headers.size() > 1) {
      return new Invalid("the request has more than one Authorization header");
    }
    return check(token(headers.getFirst()), wantedScope);
  }

  /// Returns the token, with or without `Bearer` before it, as API Gateway accepts both.
  private static String token(String header) {
    return header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
        ? header.substring(SCHEME.length()).strip()
        : header;
  }

  private Authorization check(String token, String wantedScope) {
    if (!SEGMENTS.matcher(token).matches()) {
      return new Invalid("token contains an invalid number of segments");
    }
    try {
      SignedJWT jwt = SignedJWT.parse(token);
      Optional<String> fault = signatureFault(jwt);
      return fault.isPresent() ? new Invalid(fault.get()) : judge(jwt, wantedScope);
    } catch (ParseException | JOSEException | IllegalArgumentException _) {
      // Their messages may quote the token.
      return new Invalid("the token cannot be decoded");
    }
  }

  /// Returns the fault of the signature; empty if one of the issuer's keys signed the token.
  private Optional<String> signatureFault(SignedJWT jwt) throws JOSEException {
    if (!jwt.getHeader().getAlgorithm().equals(JWSAlgorithm.RS256)) {
      return Optional.of("the token's signing method is not RS256");
    }
    String keyId = jwt.getHeader().getKeyID();
    JWK key = keyId == null ? null : keys.getKeyByKeyId(keyId);
    if (!(key instanceof RSAKey rsa)) {
      return Optional.of("the token's key is not one of the issuer");
    }
    return jwt.verify(new RSASSAVerifier(rsa))
        ? Optional.empty()
        : Optional.of("the token's signature is invalid");
  }

  private Authorization judge(SignedJWT jwt, String wantedScope) throws ParseException {
    Optional<String> fault = claimsFault(jwt.getJWTClaimsSet());
    if (fault.isPresent()) {
      return new Invalid(fault.get());
    }
    Claims claims = new Claims(jwt.getPayload().toJSONObject());
    return claims.scopes().contains(wantedScope) ? new Granted(claims.texts()) : new OutOfScope();
  }

  private Optional<String> claimsFault(JWTClaimsSet claims) {
    if (!issuer.equals(claims.getIssuer())) {
      return Optional.of("the token does not have a valid issuer");
    }
    // The client is compared only if the token has no audience.
    boolean isForUs =
        claims.getAudience().isEmpty()
            ? TokenIssuer.AUDIENCE.equals(claims.getClaim("client_id"))
            : claims.getAudience().contains(TokenIssuer.AUDIENCE);
    if (!isForUs) {
      return Optional.of("the token does not have a valid audience");
    }
    if (claims.getExpirationTime() == null || !isInTheFuture(claims.getExpirationTime())) {
      return Optional.of("the token has expired");
    }
    if (isInTheFuture(claims.getNotBeforeTime())) {
      return Optional.of("the token is not valid yet");
    }
    if (isInTheFuture(claims.getIssueTime())) {
      return Optional.of("the token was issued in the future");
    }
    return Optional.empty();
  }

  private boolean isInTheFuture(@Nullable Date time) {
    return time != null && clock.instant().isBefore(time.toInstant());
  }
}
