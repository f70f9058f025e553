package io.cdrwebhooks.local.gateway;

import com.sun.net.httpserver.HttpExchange;
import io.cdrwebhooks.local.token.Authorization;
import io.cdrwebhooks.local.token.TokenAuthorizer;
import java.io.IOException;
import java.util.Map;

/// Passes requests with a valid token, and refuses the others in API Gateway's words.
public record TokenGuard(TokenAuthorizer authorizer) {
  private static final String CHALLENGE = "WWW-Authenticate";

  /// Answers a guarded request; `claims` are the claims of the caller's token.
  interface Guarded {
    GatewayAnswer answer(Map<String, String> claims) throws IOException;
  }

  GatewayAnswer answer(HttpExchange exchange, String scope, Guarded guarded) throws IOException {
    return switch (authorizer.authorize(exchange.getRequestHeaders().get("Authorization"), scope)) {
      case Authorization.Granted granted -> guarded.answer(granted.claims());
      case Authorization.Missing() ->
          GatewayAnswer.message(401, "Unauthorized").withHeader(CHALLENGE, "Bearer");
      case Authorization.Invalid(String reason) ->
          GatewayAnswer.message(401, "Unauthorized")
              .withHeader(CHALLENGE, challenge(scope, "invalid_token", reason));
      case Authorization.OutOfScope() ->
          GatewayAnswer.message(403, "Forbidden")
              .withHeader(
                  CHALLENGE,
                  challenge(scope, "insufficient_scope", "expected scopes: [" + scope + "]"));
    };
  }

  /// Returns the challenge without commas, as API Gateway does although RFC 9110 requires them.
  private static String challenge(String scope, String error, String description) {
    return "Bearer scope=\"%s\" error=\"%s\" error_description=\"%s\""
        .formatted(scope, error, description);
  }
}
