package io.cdrwebhooks.dispatch.attempt;

import io.cdrwebhooks.configuration.GatewayCredentials;
import io.cdrwebhooks.configuration.SignatureKey;
import io.cdrwebhooks.delivery.WebhookRequest;
import io.cdrwebhooks.link.AccessToken;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// The opened secrets of a configuration: the Signatures that sign, and the gateway's credentials.
record OpenedSecrets(List<SignatureKey> keys, GatewayCredentials.Opened gateway) {
  /// Returns the texts that a stored answer must not contain.
  List<String> secrets(WebhookRequest request, AccessToken token) {
    List<String> secrets = new ArrayList<>(request.signatures());
    secrets.add(token.reveal());
    keys.forEach(key -> secrets.add(new String(key.bytes(), StandardCharsets.UTF_8)));
    gateway.headers().forEach(header -> secrets.addAll(header.secrets()));
    return secrets;
  }
}
