package io.cdrwebhooks.infra.functions;

import io.cdrwebhooks.configapi.http.Route;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The events that call every deployed version once a day. AWS deactivates a snapshot version that
/// was not called for 14 days, and its next call waits for minutes.
///
/// The functions' tests answer the same events, from `build-support/canaries`.
public final class Canary {
  public static final Duration INTERVAL = Duration.ofDays(1);

  private Canary() {}

  /// Returns a batch without messages.
  static Map<String, Object> emptyBatch() {
    return Map.of("Records", List.of());
  }

  /// Returns the event of a sweep; one more sweep is harmless.
  static Map<String, Object> sweep() {
    return Map.of("work", "sweep");
  }

  /// Returns a request as the HTTP API sends it.
  static Map<String, Object> request(String method, String path) {
    Map<String, Object> http = new TreeMap<>(Map.of("method", method, "sourceIp", "192.0.2.1"));
    return new TreeMap<>(
        Map.of(
            "version",
            "2.0",
            "rawPath",
            Route.BASE + path,
            "rawQueryString",
            "",
            "headers",
            Map.of(),
            "isBase64Encoded",
            false,
            "requestContext",
            new TreeMap<>(Map.of("requestId", "canary", "http", http))));
  }
}
