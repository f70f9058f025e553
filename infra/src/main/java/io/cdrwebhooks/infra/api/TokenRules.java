package io.cdrwebhooks.infra.api;

import io.cdrwebhooks.configapi.Deployment.Scopes;
import io.cdrwebhooks.infra.settings.Tokens;
import java.util.List;
import java.util.Optional;

/// The rules for the tokens that the API accepts, and how the console gets one.
///
/// `console` is empty if the issuer does not know the console. `writersGroup` is the group of the
/// deployment's user pool whose members may change things; it is empty with another issuer.
public record TokenRules(
    String issuer,
    List<String> audience,
    Scopes scopes,
    Optional<ConsoleClient> console,
    Optional<String> writersGroup) {
  /// The console as a client of the issuer. `audience` names the API for issuers that require it.
  /// `userPoolOrigin` is the origin of a user pool's pages; other issuers describe themselves.
  public record ConsoleClient(
      String id, Optional<String> audience, Optional<String> userPoolOrigin) {}

  public static TokenRules of(Tokens.OfIssuer tokens) {
    return new TokenRules(
        tokens.issuer().toString(),
        tokens.audience(),
        tokens.scopes(),
        tokens
            .consoleClientId()
            .map(
                client ->
                    new ConsoleClient(
                        client, audienceToAskFor(tokens.audience(), client), Optional.empty())),
        Optional.empty());
  }

  /// Returns the audience that the console asks for; empty if tokens name their client instead of
  /// an audience.
  private static Optional<String> audienceToAskFor(List<String> audience, String client) {
    return audience.contains(client) ? Optional.empty() : Optional.of(audience.getFirst());
  }
}
