package io.cdrwebhooks.chaos.world;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// A report of the plan, uploaded at `at` after the run's beginning. `version` counts the uploads
/// of the same file name, from 1. `statedLines` is the number of lines that the exporter states, if
/// it states one.
public record PlannedReport(
    int number,
    Recipient recipient,
    String fileName,
    int version,
    Duration at,
    int lines,
    OptionalLong statedLines) {
  public String key() {
    return "reports/" + recipient.task() + "/" + fileName;
  }

  /// Returns the number of lines that the request must have.
  public long expectedLines() {
    return statedLines.orElse(lines);
  }

  /// Returns a name for the dice, which is the same in every run of a seed.
  public String label() {
    return fileName + "#" + version;
  }

  /// Returns the archive, with the same bytes every time.
  public byte[] content() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      ZipEntry entry = new ZipEntry("cdr.csv");
      entry.setTimeLocal(java.time.LocalDateTime.of(2026, 1, 1, 0, 0));
      zip.putNextEntry(entry);
      for (int i = 0; i < lines; i++) {
        zip.write(
            (label() + ";" + number * 31L * (i + 7) + ";\u00e4\n")
                .getBytes(StandardCharsets.UTF_8));
      }
      zip.closeEntry();
    } catch (IOException e) {
      throw new UncheckedIOException("in-memory write failed", e);
    }
    return bytes.toByteArray();
  }
}
