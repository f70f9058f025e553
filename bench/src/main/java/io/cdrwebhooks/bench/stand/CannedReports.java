package io.cdrwebhooks.bench.stand;

import io.cdrwebhooks.bench.stand.LoopbackServer.Answer;
import io.cdrwebhooks.zip.OneFileZip;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.HashMap;
import java.util.Map;

/// Answers for S3: every object is the same small report, with the exporter's metadata.
final class CannedReports {
  private static final int LINES = 100;
  private static final Map<String, String> HEADERS =
      Map.of(
          "Content-Type", "application/zip",
          "ETag", "\"5d41402abc4b2a76b9719d911017c592\"",
          "Last-Modified", "Tue, 24 Nov 2026 10:00:00 GMT",
          "x-amz-meta-number-of-lines", Integer.toString(LINES),
          "x-amz-meta-task-name", "Export");

  private final byte[] zip = zip();

  /// Returns the whole object: it is so small that a read of its end gets all of it.
  Answer answer(String method) {
    if (!method.equals("GET")) {
      return Answer.of(200, Map.of("ETag", "\"0\""), "");
    }
    Map<String, String> headers = new HashMap<>(HEADERS);
    headers.put("Content-Range", "bytes 0-%d/%d".formatted(zip.length - 1, zip.length));
    return new Answer(206, headers, zip);
  }

  private static byte[] zip() {
    String calls = "2026-11-24T10:00:00Z,+41445550100,+41445550101,61\n".repeat(LINES);
    return OneFileZip.bytes(
        "tx00001.csv",
        LocalDateTime.of(2026, 11, 24, 10, 0),
        calls.getBytes(StandardCharsets.US_ASCII));
  }
}
