package io.cdrwebhooks.infra;

import io.cdrwebhooks.infra.DeploymentSettings.Tokens;
import java.util.List;
import java.util.Optional;

/// Which tokens open the API, and how the console comes by one.
///
/// `console` is empty where the issuer does not know the console.
record TokenRules(
    String issuer,
    List<String> audience,
    String readScope,
    String writeScope,
    Optional<ConsoleClient> console) {
  static final String USUAL_READ_SCOPE = "webhooks/read";
  static final String USUAL_WRITE_SCOPE = "webhooks/write";

  /// The console, as the issuer knows it. `audience` names the API to issuers that want it named.
  /// `userPoolOrigin` is where a user pool has its pages; other issuers describe themselves.
  record ConsoleClient(String id, Optional<String> audience, Optional<String> userPoolOrigin) {}

  static TokenRules of(Tokens.OfIssuer tokens) {
    return new TokenRules(
        tokens.issuer().toString(),
        tokens.audience(),
        tokens.readScope(),
        tokens.writeScope(),
        tokens
            .consoleClientId()
            .map(
                client ->
                    new ConsoleClient(
                        client, audienceToAskFor(tokens.audience(), client), Optional.empty())));
  }

  /// None where tokens have the client that asked for them in the audience's place.
  private static Optional<String> audienceToAskFor(List<String> audience, String client) {
    return audience.contains(client) ? Optional.empty() : Optional.of(audience.getFirst());
  }
}
