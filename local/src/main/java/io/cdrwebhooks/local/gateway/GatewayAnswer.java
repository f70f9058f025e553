package io.cdrwebhooks.local.gateway;

import io.cdrwebhooks.aws.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/// An answer for a client. `body` is empty when there is none; for `HEAD` only its length is sent.
@SuppressWarnings("ArrayRecordComponent") // compared nowhere, and made for one request alone
public record GatewayAnswer(int status, Map<String, String> headers, byte[] body) {
  public GatewayAnswer {
    headers = Map.copyOf(headers);
  }

  public static GatewayAnswer of(HttpResponse response) {
    return new GatewayAnswer(
        response.status(), response.headers(), response.body().getBytes(StandardCharsets.UTF_8));
  }

  /// Returns an answer of API Gateway itself; `text` must need no escaping.
  public static GatewayAnswer message(int status, String text) {
    return of(HttpResponse.json(status, "{\"message\":\"" + text + "\"}"));
  }

  /// Returns this answer with a header that forbids caching.
  public GatewayAnswer withoutCaching() {
    return withHeader("Cache-Control", "no-store");
  }

  public GatewayAnswer withHeader(String name, String value) {
    return withHeaders(Map.of(name, value));
  }

  public GatewayAnswer withHeaders(Map<String, String> more) {
    Map<String, String> all = new LinkedHashMap<>(headers);
    all.putAll(more);
    return new GatewayAnswer(status, all, body);
  }

  /// Shows only the status: the headers can contain an address with a signature.
  @Override
  public String toString() {
    return "GatewayAnswer[status=" + status + "]";
  }
}
