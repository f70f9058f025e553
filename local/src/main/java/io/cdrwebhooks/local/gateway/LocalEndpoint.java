package io.cdrwebhooks.local.gateway;

import com.sun.net.httpserver.HttpExchange;
import io.cdrwebhooks.aws.awsevents.HttpResponse;
import java.io.IOException;

/// Something that the local system answers by itself, in addition to the API and outside its base
/// path.
public interface LocalEndpoint {
  /// Called from several threads. May read the request's body, and sends nothing itself.
  GatewayAnswer answer(HttpExchange exchange) throws IOException;

  /// Always answers this JSON.
  static LocalEndpoint json(String json) {
    return _ -> GatewayAnswer.of(HttpResponse.json(200, json));
  }

  /// The same for callers with a token that has the scope.
  default LocalEndpoint guarded(TokenGuard guard, String scope) {
    return exchange -> guard.answer(exchange, scope, claims -> answer(exchange));
  }

  /// The same for one method; any other is answered with 405.
  default LocalEndpoint only(String method) {
    return exchange ->
        exchange.getRequestMethod().equals(method)
            ? answer(exchange)
            : GatewayAnswer.message(405, "Method Not Allowed").withHeader("Allow", method);
  }
}
