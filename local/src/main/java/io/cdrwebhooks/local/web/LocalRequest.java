package io.cdrwebhooks.local.web;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import io.cdrwebhooks.aws.http.HttpRequest;
import io.cdrwebhooks.aws.http.JsonBody;
import io.cdrwebhooks.aws.http.QueryParameters;
import io.cdrwebhooks.aws.http.Step;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Reads the query and the body of a request to a local endpoint, under the rules of the API.
final class LocalRequest {
  private LocalRequest() {}

  /// Reads the query, which must be empty: no local endpoint has parameters.
  static Step<QueryParameters> query(HttpExchange exchange) {
    String query = Optional.ofNullable(exchange.getRequestURI().getRawQuery()).orElse("");
    return QueryParameters.read(query, Set.of());
  }

  /// Reads the JSON object of a request without a query.
  static Step<ObjectNode> body(HttpExchange exchange) throws IOException {
    byte[] bytes = exchange.getRequestBody().readNBytes(JsonBody.LIMIT_BYTES + 1);
    boolean tooLarge = bytes.length > JsonBody.LIMIT_BYTES;
    HttpRequest.Body body = new HttpRequest.Body(tooLarge ? new byte[0] : bytes, tooLarge);
    List<String> types = exchange.getRequestHeaders().getOrDefault("Content-Type", List.of());
    return query(exchange).then(_ -> JsonBody.read(body, String.join(",", types)));
  }
}
