package io.cdrwebhooks.local.token;

import com.nimbusds.jose.jwk.JWKSet;
import io.cdrwebhooks.configapi.Deployment;
import java.net.URI;

/// The rules for the tokens that the gateway accepts, as in the settings of a JWT authorizer in
/// AWS: the issuer, the audience, the signing keys, and the scopes.
///
/// `keys` keeps only the public keys of the given set.
public record GatewayTokenRules(
    String issuer, String audience, JWKSet keys, Deployment.Scopes scopes) {
  public GatewayTokenRules {
    keys = keys.toPublicJWKSet();
  }

  /// Returns the rules of a system that is its own issuer, with its address as its name.
  public static GatewayTokenRules of(URI apiUrl, TokenKey key) {
    return new GatewayTokenRules(
        apiUrl.resolve("/").toString(),
        "cdr-webhooks",
        key.publicKeys(),
        Deployment.Scopes.STANDARD);
  }
}
