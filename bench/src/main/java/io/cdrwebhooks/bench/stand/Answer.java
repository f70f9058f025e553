package io.cdrwebhooks.bench.stand;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/// The answer of a server of the stand.
@SuppressWarnings("ArrayRecordComponent") // compared nowhere
public record Answer(int status, Map<String, String> headers, byte[] body) {
  public static Answer of(int status, Map<String, String> headers, String body) {
    return new Answer(status, headers, body.getBytes(StandardCharsets.UTF_8));
  }

  public static Answer json(int status, String body) {
    return of(status, Map.of("Content-Type", "application/json"), body);
  }
}
