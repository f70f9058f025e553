package io.cdrwebhooks.local.token;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import io.cdrwebhooks.configapi.Deployment;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Which tokens a local system lets in, as the settings of a deployment say it. The gateway and the
/// function behind it go by the same.
///
/// `issuer` is empty for the system itself, whose name is its address. `keys` are those of another
/// issuer that stands behind that name; the system's own key is trusted besides, so that its links
/// and commands work.
public record TokenSettings(
    Optional<String> issuer, String audience, Deployment.Scopes scopes, JWKSet keys) {
  public static final TokenSettings STANDARD =
      new TokenSettings(Optional.empty(), "cdr-webhooks", Deployment.Scopes.STANDARD, new JWKSet());

  public TokenSettings {
    keys = keys.toPublicJWKSet();
  }

  /// What a system at this address goes by.
  public TokenRules rules(URI apiUrl, TokenKey ownKey) {
    List<JWK> trusted =
        Stream.concat(ownKey.publicKeys().getKeys().stream(), keys.getKeys().stream()).toList();
    return new TokenRules(
        issuer.orElseGet(() -> apiUrl.resolve("/").toString()),
        audience,
        new JWKSet(trusted),
        scopes);
  }
}
