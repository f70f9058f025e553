package io.cdrwebhooks.infra;

import io.cdrwebhooks.infra.DeploymentSettings.Tokens;
import java.util.List;
import java.util.Optional;

/// Which tokens open the API, and how the console comes by one.
///
/// `consoleClientId` is empty where the issuer does not know the console.
record TokenRules(
    String issuer,
    List<String> audience,
    String readScope,
    String writeScope,
    Optional<String> consoleClientId) {
  static final String USUAL_READ_SCOPE = "webhooks/read";
  static final String USUAL_WRITE_SCOPE = "webhooks/write";

  static TokenRules of(Tokens.OfIssuer tokens) {
    return new TokenRules(
        tokens.issuer().toString(),
        tokens.audience(),
        tokens.readScope(),
        tokens.writeScope(),
        tokens.consoleClientId());
  }
}
