package io.cdrwebhooks.bench.stand;

import com.sun.net.httpserver.Headers;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// A request as a server of the stand got it. `beganNanos` is when its headers were there, by
/// [System#nanoTime]; `target` is with the query.
@SuppressWarnings("ArrayRecordComponent") // compared nowhere
public record Received(
    long beganNanos, String method, String target, Headers headers, byte[] body) {
  /// The first header of this name, whatever its case.
  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.getFirst(name));
  }

  public String text() {
    return new String(body, StandardCharsets.UTF_8);
  }

  /// Without the signatures and tokens that it may carry.
  @Override
  public String toString() {
    return "Received[" + method + ", bytes=" + body.length + "]";
  }
}
