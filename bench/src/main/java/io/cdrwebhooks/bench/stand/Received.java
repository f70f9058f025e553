package io.cdrwebhooks.bench.stand;

import com.sun.net.httpserver.Headers;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// A request to a server of the stand. `beganNanos` is the [System#nanoTime] at which its headers
/// were read; `target` includes the query.
@SuppressWarnings("ArrayRecordComponent") // compared nowhere
public record Received(
    long beganNanos, String method, String target, Headers headers, byte[] body) {
  /// Returns the first header of this name in any case.
  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.getFirst(name));
  }

  public String text() {
    return new String(body, StandardCharsets.UTF_8);
  }

  /// Omits the signatures and tokens that the request may contain.
  @Override
  public String toString() {
    return "Received[" + method + ", bytes=" + body.length + "]";
  }
}
