package io.cdrwebhooks.local.web;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import io.cdrwebhooks.aws.http.HttpRequest;
import io.cdrwebhooks.aws.http.JsonBody;
import io.cdrwebhooks.aws.http.Step;
import java.io.IOException;
import java.util.List;

/// Reads the body of a request to a local endpoint, under the rules of the API.
final class LocalRequest {
  private LocalRequest() {}

  static Step<ObjectNode> body(HttpExchange exchange) throws IOException {
    byte[] bytes = exchange.getRequestBody().readNBytes(JsonBody.LIMIT_BYTES + 1);
    boolean tooLarge = bytes.length > JsonBody.LIMIT_BYTES;
    HttpRequest.Body body = new HttpRequest.Body(tooLarge ? new byte[0] : bytes, tooLarge);
    List<String> types = exchange.getRequestHeaders().getOrDefault("Content-Type", List.of());
    return JsonBody.read(body, String.join(",", types));
  }
}
