package io.cdrwebhooks.chaos.world;

import io.cdrwebhooks.zip.OneFileZip;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDateTime;

/// A report of the plan, uploaded at `at` after the run's beginning.
public record PlannedReport(int number, Recipient recipient, Duration at) {
  private static final LocalDateTime ENTRY_TIME = LocalDateTime.of(2026, 1, 1, 0, 0);

  String fileName() {
    return (number % 10 == 0 ? "tx %05d \u00e4+.zip" : "tx%05d.zip").formatted(number);
  }

  String key() {
    return "reports/" + recipient.task() + "/" + fileName();
  }

  int lines() {
    return 1 + number % 40;
  }

  /// Returns the archive, with the same bytes every time.
  byte[] content() {
    String csv = (fileName() + ";\u00e4\n").repeat(lines());
    return OneFileZip.bytes("cdr.csv", ENTRY_TIME, csv.getBytes(StandardCharsets.UTF_8));
  }
}
