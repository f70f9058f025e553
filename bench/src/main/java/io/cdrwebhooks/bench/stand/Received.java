package io.cdrwebhooks.bench.stand;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// A request as a server of the stand got it.
///
/// `firstByteNanos` is when its first byte was there, by [System#nanoTime]; over TLS, the first
/// byte of the request itself. `head` is its first line and headers with CR LF behind each.
@SuppressWarnings("ArrayRecordComponent") // compared nowhere
public record Received(long firstByteNanos, String head, byte[] body) {
  public String method() {
    return head.substring(0, head.indexOf(' '));
  }

  /// With the query.
  public String target() {
    int from = head.indexOf(' ') + 1;
    return head.substring(from, head.indexOf(' ', from));
  }

  /// The first header of this name, whatever its case.
  public Optional<String> header(String name) {
    int line = head.indexOf("\r\n") + 2;
    while (line < head.length()) {
      int end = head.indexOf("\r\n", line);
      int colon = line + name.length();
      if (colon < end
          && head.charAt(colon) == ':'
          && head.regionMatches(true, line, name, 0, name.length())) {
        return Optional.of(head.substring(colon + 1, end).strip());
      }
      line = end + 2;
    }
    return Optional.empty();
  }

  public String text() {
    return new String(body, StandardCharsets.UTF_8);
  }

  /// Not the signatures and tokens that it may carry.
  @Override
  public String toString() {
    return "Received[" + method() + ", bytes=" + body.length + "]";
  }
}
