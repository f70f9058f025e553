package io.cdrwebhooks.local.web;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import io.cdrwebhooks.aws.http.Answers;
import io.cdrwebhooks.aws.http.FieldReader;
import io.cdrwebhooks.aws.http.HttpResponse;
import io.cdrwebhooks.aws.http.Step;
import io.cdrwebhooks.local.gateway.GatewayAnswer;
import io.cdrwebhooks.local.gateway.LocalEndpoint;
import io.cdrwebhooks.local.token.ApiToken;
import io.cdrwebhooks.local.token.LoginCodes;
import io.cdrwebhooks.local.token.TokenIssuer;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.Optional;

/// `POST /local/login`: exchanges the one-time code of a console link for a token of the API. It
/// also answers `POST /local/console-links` with such a link, for callers that already have a
/// token.
///
/// It accepts only JSON, which a page of another origin cannot send without a preflight request. It
/// does not count wrong codes, because a code of 256 bits cannot be guessed.
public record Login(URI apiUrl, LoginCodes codes, TokenIssuer issuer) implements LocalEndpoint {
  /// Returns a link that opens the console once. The code is in the fragment, which a browser does
  /// not send, so no log has it.
  public URI consoleLink() {
    return apiUrl.resolve("/console/#code=" + codes.issue());
  }

  public GatewayAnswer answerWithLink(HttpExchange exchange) {
    ObjectNode link = Answers.object().put("consoleLink", consoleLink().toString());
    return GatewayAnswer.of(Answers.json(201, link)).withoutCaching();
  }

  @Override
  public GatewayAnswer answer(HttpExchange exchange) throws IOException {
    GatewayAnswer answer =
        switch (LocalRequest.body(exchange).then(Login::code)) {
          case Step.Answered<String>(HttpResponse refusal) -> GatewayAnswer.of(refusal);
          case Step.Continue<String>(String code) -> redeem(code);
        };
    return answer.withoutCaching();
  }

  private static Step<String> code(ObjectNode body) {
    FieldReader reader = new FieldReader(body);
    Optional<String> code = reader.requiredText("code");
    return reader.finish(Map.of(), code::orElseThrow);
  }

  private GatewayAnswer redeem(String code) {
    if (!codes.redeem(code)) {
      return GatewayAnswer.message(401, "Unauthorized").withHeader("WWW-Authenticate", "Bearer");
    }
    ApiToken token = issuer.issue(TokenIssuer.STANDARD);
    ObjectNode answer =
        Answers.object()
            .put("token", token.reveal())
            .put("expiresAt", Answers.time(token.expiresAt()));
    return GatewayAnswer.of(Answers.json(200, answer));
  }
}
