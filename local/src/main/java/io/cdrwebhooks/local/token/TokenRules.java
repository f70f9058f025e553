package io.cdrwebhooks.local.token;

import com.nimbusds.jose.jwk.JWKSet;
import io.cdrwebhooks.configapi.Deployment;
import java.net.URI;

/// The rules for the tokens that the gateway accepts, as in the settings of a JWT authorizer in
/// AWS: the issuer, the audience, the signing keys, and the scopes.
///
/// `keys` keeps only the public keys of the given set.
public record TokenRules(String issuer, String audience, JWKSet keys, Deployment.Scopes scopes) {
  public TokenRules {
    keys = keys.toPublicJWKSet();
  }

  /// Returns the rules of a system that is its own issuer, with its address as its name.
  public static TokenRules of(URI apiUrl, TokenKey key) {
    return new TokenRules(
        apiUrl.resolve("/").toString(),
        "cdr-webhooks",
        key.publicKeys(),
        Deployment.Scopes.STANDARD);
  }
}
