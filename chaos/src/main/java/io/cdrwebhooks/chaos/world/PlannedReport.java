package io.cdrwebhooks.chaos.world;

import io.cdrwebhooks.zip.OneFileZip;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.OptionalLong;

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
  private static final LocalDateTime ENTRY_TIME = LocalDateTime.of(2026, 1, 1, 0, 0);

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
    StringBuilder csv = new StringBuilder();
    for (int i = 0; i < lines; i++) {
      csv.append(label()).append(';').append(number * 31L * (i + 7)).append(";\u00e4\n");
    }
    return OneFileZip.bytes("cdr.csv", ENTRY_TIME, csv.toString().getBytes(StandardCharsets.UTF_8));
  }
}
