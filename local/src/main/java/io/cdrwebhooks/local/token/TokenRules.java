package io.cdrwebhooks.local.token;

import com.nimbusds.jose.jwk.JWKSet;
import io.cdrwebhooks.configapi.Deployment;
import java.net.URI;

/// The rules for the tokens that the gateway accepts, as the settings of a JWT authorizer in AWS
/// have them. They name the issuer, the audience, the signing keys, and the scopes.
///
/// `keys` holds public keys only, whatever it is given.
public record TokenRules(String issuer, String audience, JWKSet keys, Deployment.Scopes scopes) {
  public TokenRules {
    keys = keys.toPublicJWKSet();
  }

  /// Returns the rules of a system that is its own issuer: its name is its address.
  public static TokenRules of(URI apiUrl, TokenKey key) {
    return new TokenRules(
        apiUrl.resolve("/").toString(),
        "cdr-webhooks",
        key.publicKeys(),
        Deployment.Scopes.STANDARD);
  }
}
