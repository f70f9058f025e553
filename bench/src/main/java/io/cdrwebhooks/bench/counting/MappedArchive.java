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
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/// An object store of one archive, which lies in memory but not in the heap.
final class MappedArchive implements Reports {
  private static final ReportVersion VERSION =
      new ReportVersion("cdr-reports", new ReportKey(new TaskId(1), "a.zip"), Optional.empty());
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final ByteBuffer bytes;
  private final Duration latency;

  /// Every read waits for `latency` first.
  MappedArchive(Path file, Duration latency) throws IOException {
    this.latency = latency;
    try (FileChannel channel = FileChannel.open(file)) {
      this.bytes = channel.map(MapMode.READ_ONLY, 0, channel.size());
    }
  }

  /// Has the product look into it.
  ///
  /// @throws IllegalStateException if it has not as many lines
  void count(ReportInspector inspector, long lines) {
    CountingBounds bounds = CountingBounds.until(Instant.now().plus(PATIENCE));
    Inspection found = inspector.inspect(lookUp(VERSION), bounds);
    if (!found.equals(new Inspection(lines, ""))) {
      throw new IllegalStateException("an archive of " + lines + " lines is said to be " + found);
    }
  }

  @Override
  public ReportLookup lookUp(ReportVersion version) {
    int size = bytes.limit();
    int tail = Math.min(size, ReportTail.LENGTH);
    return new ReportLookup.Found(
        new Report(version, size, ReportMetadata.NONE),
        new ReportTail(size - tail, read(version, size - tail, tail)));
  }

  @Override
  public byte[] read(ReportVersion version, long offset, int length) {
    LockSupport.parkNanos(latency.toNanos());
    byte[] read = new byte[length];
    bytes.get((int) offset, read);
    return read;
  }
}
