package io.cdrwebhooks.local.gateway;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;

/// An endpoint that the local system answers in addition to the API, outside its base path.
public interface LocalEndpoint {
  /// Answers a request; several threads call it. It may read the request's body; the gateway sends
  /// the returned answer.
  GatewayAnswer answer(HttpExchange exchange) throws IOException;

  /// Returns this endpoint, restricted to callers with a token that has the scope.
  default LocalEndpoint guarded(TokenGuard guard, String scope) {
    return exchange -> guard.answer(exchange, scope, claims -> answer(exchange));
  }

  /// Returns this endpoint, restricted to one method; any other is answered with 405.
  default LocalEndpoint only(String method) {
    return exchange ->
        exchange.getRequestMethod().equals(method)
            ? answer(exchange)
            : GatewayAnswer.message(405, "Method Not Allowed").withHeader("Allow", method);
  }
}
