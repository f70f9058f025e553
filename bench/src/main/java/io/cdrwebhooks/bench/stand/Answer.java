package io.cdrwebhooks.bench.stand;

import java.nio.charset.StandardCharsets;

/// An answer as bytes, made once and given as often as is wanted.
@SuppressWarnings("ArrayRecordComponent") // compared nowhere
public record Answer(byte[] head, byte[] body) {
  /// `headers` have CR LF behind each; the length is added.
  public static Answer of(int status, String headers, byte[] body) {
    String head =
        "HTTP/1.1 " + status + " .\r\n" + headers + "Content-Length: " + body.length + "\r\n\r\n";
    return new Answer(head.getBytes(StandardCharsets.ISO_8859_1), body);
  }

  public static Answer of(int status, String headers, String body) {
    return of(status, headers, body.getBytes(StandardCharsets.UTF_8));
  }

  /// What most of AWS' services answer with.
  static Answer json(String body) {
    return of(200, "Content-Type: application/x-amz-json-1.0\r\n", body);
  }

  /// For a request of the method HEAD: the length is told, and nothing follows.
  Answer withoutBody() {
    return new Answer(head, new byte[0]);
  }
}
