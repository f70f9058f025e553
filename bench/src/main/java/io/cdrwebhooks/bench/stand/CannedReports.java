package io.cdrwebhooks.bench.stand;

import io.cdrwebhooks.bench.stand.LoopbackServer.Answer;
import io.cdrwebhooks.bench.stand.LoopbackServer.Received;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

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
  Answer answer(Received request) {
    if (!request.method().equals("GET")) {
      return Answer.of(200, Map.of("ETag", "\"0\""), "");
    }
    Map<String, String> headers = new HashMap<>(HEADERS);
    headers.put("Content-Range", "bytes 0-%d/%d".formatted(zip.length - 1, zip.length));
    return new Answer(206, headers, zip);
  }

  private static byte[] zip() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.putNextEntry(new ZipEntry("tx00001.csv"));
      byte[] line =
          "2026-11-24T10:00:00Z,+41445550100,+41445550101,61\n".getBytes(StandardCharsets.US_ASCII);
      for (int i = 0; i < LINES; i++) {
        zip.write(line);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("in-memory write failed", e);
    }
    return bytes.toByteArray();
  }
}
