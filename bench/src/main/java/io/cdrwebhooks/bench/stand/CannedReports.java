package io.cdrwebhooks.bench.stand;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// S3: every object is the same small report, with the exporter's metadata.
final class CannedReports {
  private static final Pattern RANGE = Pattern.compile("bytes=(\\d*)-(\\d*)");
  private static final int LINES = 100;

  private final byte[] zip = zip();

  Answer answer(Received request) {
    return switch (request.method()) {
      case "GET", "HEAD" ->
          request.header("Range").map(this::part).orElseGet(() -> Answer.of(200, headers(), zip));
      default -> Answer.of(200, "ETag: \"0\"\r\n", "");
    };
  }

  private Answer part(String range) {
    Matcher bounds = RANGE.matcher(range);
    if (!bounds.matches()) {
      throw new IllegalArgumentException("not a range: " + range);
    }
    boolean isTail = bounds.group(1).isEmpty();
    int from =
        isTail
            ? Math.max(0, zip.length - Integer.parseInt(bounds.group(2)))
            : Integer.parseInt(bounds.group(1));
    int to =
        isTail || bounds.group(2).isEmpty()
            ? zip.length
            : Math.min(zip.length, Integer.parseInt(bounds.group(2)) + 1);
    String contentRange = "Content-Range: bytes %d-%d/%d\r\n".formatted(from, to - 1, zip.length);
    return Answer.of(206, headers() + contentRange, Arrays.copyOfRange(zip, from, to));
  }

  private static String headers() {
    return "Content-Type: application/zip\r\n"
        + "ETag: \"5d41402abc4b2a76b9719d911017c592\"\r\n"
        + "Last-Modified: Tue, 24 Nov 2026 10:00:00 GMT\r\n"
        + "x-amz-meta-number-of-lines: "
        + LINES
        + "\r\nx-amz-meta-task-name: Export\r\n";
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
      throw new UncheckedIOException("memory does not fail to be written", e);
    }
    return bytes.toByteArray();
  }
}
