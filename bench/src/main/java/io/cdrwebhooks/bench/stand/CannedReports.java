package io.cdrwebhooks.bench.stand;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// S3: every object is the same small report, with the exporter's metadata.
final class CannedReports {
  private static final Pattern RANGE = Pattern.compile("bytes=(\\d*)-(\\d+)");
  private static final int LINES = 100;
  private static final Map<String, String> HEADERS =
      Map.of(
          "Content-Type", "application/zip",
          "ETag", "\"5d41402abc4b2a76b9719d911017c592\"",
          "Last-Modified", "Tue, 24 Nov 2026 10:00:00 GMT",
          "x-amz-meta-number-of-lines", Integer.toString(LINES),
          "x-amz-meta-task-name", "Export");

  private final byte[] zip = zip();

  Answer answer(Received request) {
    return switch (request.method()) {
      case "GET" ->
          request.header("Range").map(this::part).orElseGet(() -> new Answer(200, HEADERS, zip));
      case "HEAD" -> new Answer(200, HEADERS, new byte[0]);
      default -> Answer.of(200, Map.of("ETag", "\"0\""), "");
    };
  }

  private Answer part(String range) {
    Matcher bounds = RANGE.matcher(range);
    if (!bounds.matches()) {
      throw new IllegalArgumentException("not a range: " + range);
    }
    boolean isTail = bounds.group(1).isEmpty();
    int bound = Integer.parseInt(bounds.group(2));
    int from = isTail ? Math.max(0, zip.length - bound) : Integer.parseInt(bounds.group(1));
    int to = isTail ? zip.length : Math.min(zip.length, bound + 1);
    Map<String, String> headers = new HashMap<>(HEADERS);
    headers.put("Content-Range", "bytes %d-%d/%d".formatted(from, to - 1, zip.length));
    return new Answer(206, headers, Arrays.copyOfRange(zip, from, to));
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
