package io.cdrwebhooks.local.token;

import com.nimbusds.jose.jwk.JWKSet;
import io.cdrwebhooks.configapi.Deployment;
import java.net.URI;

/// Which tokens the gateway lets in, as the settings of a JWT authorizer in AWS say it: from whom,
/// for whom, signed by which keys, and what the scopes are called.
///
/// `keys` holds public keys only, whatever it is given.
public record TokenRules(String issuer, String audience, JWKSet keys, Deployment.Scopes scopes) {
  public TokenRules {
    keys = keys.toPublicJWKSet();
  }

  /// For a system that is its own issuer: its name is its address.
  public static TokenRules of(URI apiUrl, TokenKey key) {
    return new TokenRules(
        apiUrl.resolve("/").toString(),
        "cdr-webhooks",
        key.publicKeys(),
        Deployment.Scopes.STANDARD);
  }

  /// For a gateway whose every route is open: it accepts no token.
  public static TokenRules trustingNobody() {
    return new TokenRules("none", "none", new JWKSet(), Deployment.Scopes.STANDARD);
  }
}
