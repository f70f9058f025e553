package io.cdrwebhooks.bench.counting;

import io.cdrwebhooks.report.CountingBounds;
import io.cdrwebhooks.report.Inspection;
import io.cdrwebhooks.report.ObjectKey.ReportKey;
import io.cdrwebhooks.report.Report;
import io.cdrwebhooks.report.ReportInspector;
import io.cdrwebhooks.report.ReportLookup;
import io.cdrwebhooks.report.ReportMetadata;
import io.cdrwebhooks.report.ReportTail;
import io.cdrwebhooks.report.ReportVersion;
import io.cdrwebhooks.report.Reports;
import io.cdrwebhooks.report.TaskId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/// An object store with one archive.
final class InMemoryArchive implements Reports {
  private static final ReportVersion VERSION =
      new ReportVersion("cdr-reports", new ReportKey(new TaskId(1), "a.zip"), Optional.empty());
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final byte[] bytes;

  InMemoryArchive(Path file) throws IOException {
    this.bytes = Files.readAllBytes(file);
  }

  /// Counts the lines with the product's code.
  ///
  /// @throws IllegalStateException if the product finds another number
  void count(ReportInspector inspector, long lines) {
    CountingBounds bounds = CountingBounds.until(Instant.now().plus(PATIENCE));
    Inspection found = inspector.inspect(lookUp(VERSION), bounds, false);
    if (!found.equals(new Inspection(lines, ""))) {
      throw new IllegalStateException("archive must have %d lines: %s".formatted(lines, found));
    }
  }

  @Override
  public ReportLookup lookUp(ReportVersion version) {
    int size = bytes.length;
    int tail = Math.min(size, ReportTail.LENGTH);
    return new ReportLookup.Found(
        new Report(version, size, ReportMetadata.NONE),
        new ReportTail(size - tail, read(version, size - tail, tail)));
  }

  @Override
  public byte[] read(ReportVersion version, long offset, int length) {
    return Arrays.copyOfRange(bytes, (int) offset, (int) offset + length);
  }
}
