package io.cdrwebhooks.local.sample;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// A report as an exporter would write it: a zip with one file of `lines` lines, including the
/// header. The instant of its export, in whole milliseconds, decides its name and every byte of it.
record SampleReport(Instant exportedAt, long lines) {
  static final long MAX_LINES = 5_000_000;

  private static final int CHUNK = 1 << 16;
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmssSSS'Z'").withZone(ZoneOffset.UTC);

  SampleReport {
    if (lines < 1 || lines > MAX_LINES) {
      throw new IllegalArgumentException("lines must be from 1 to " + MAX_LINES + ": " + lines);
    }
    exportedAt = exportedAt.truncatedTo(ChronoUnit.MILLIS);
  }

  /// Returns the file's name, without a folder.
  String fileName() {
    return name() + ".zip";
  }

  private String name() {
    return "sample-" + STAMP.format(exportedAt);
  }

  /// Writes the report. The needed memory is small for any number of lines.
  void write(Path file) throws IOException {
    try (OutputStream bytes = new BufferedOutputStream(Files.newOutputStream(file), CHUNK);
        ZipOutputStream zip = new ZipOutputStream(bytes)) {
      // Speed matters more than size: millions of lines must be ready within seconds.
      zip.setLevel(Deflater.BEST_SPEED);
      ZipEntry entry = new ZipEntry(name() + ".csv");
      entry.setTimeLocal(LocalDateTime.ofInstant(exportedAt, ZoneOffset.UTC));
      zip.putNextEntry(entry);
      writeLines(zip);
      zip.closeEntry();
    }
  }

  private void writeLines(OutputStream out) throws IOException {
    MadeUpMessages messages = new MadeUpMessages(exportedAt, lines - 1);
    StringBuilder text = new StringBuilder(CHUNK + 1_000).append(MadeUpMessages.HEADER);
    while (messages.hasNext()) {
      messages.appendNext(text);
      if (text.length() >= CHUNK) {
        out.write(text.toString().getBytes(StandardCharsets.US_ASCII));
        text.setLength(0);
      }
    }
    out.write(text.toString().getBytes(StandardCharsets.US_ASCII));
  }
}
