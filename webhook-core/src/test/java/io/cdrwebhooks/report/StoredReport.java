package io.cdrwebhooks.report;

import io.cdrwebhooks.log.EventLog;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/// One archive in an object store that a test controls, and the result of counting its lines.
final class StoredReport implements Reports {
  private static final Instant NOW = Instant.parse("2026-01-10T11:20:09Z");
  private static final int TAIL = 1_000;

  private final byte[] zip;
  private final AtomicReference<Before> before = new AtomicReference<>((offset, length) -> {});

  /// Runs before some bytes are read: waits, or throws.
  interface Before {
    void read(long offset, int length) throws IOException;
  }

  StoredReport(byte[] zip) {
    this.zip = zip;
  }

  StoredReport before(Before read) {
    before.set(read);
    return this;
  }

  Inspection inspect() {
    InstantSource clock = InstantSource.fixed(NOW);
    ReportLookup lookup =
        lookUp(
            new ReportVersion(
                "b", new ObjectKey.ReportKey(new TaskId(1), "a.zip"), Optional.empty()));
    return new ReportInspector(this, clock, new EventLog(clock, line -> {}))
        .inspect(lookup, CountingBounds.until(NOW.plus(Duration.ofMinutes(1))), false);
  }

  @Override
  public ReportLookup lookUp(ReportVersion version) {
    int offset = Math.max(0, zip.length - TAIL);
    return new ReportLookup.Found(
        new Report(version, zip.length, ReportMetadata.NONE),
        new ReportTail(offset, Arrays.copyOfRange(zip, offset, zip.length)));
  }

  @Override
  public byte[] read(ReportVersion version, long offset, int length) throws IOException {
    before.get().read(offset, length);
    return Arrays.copyOfRange(zip, (int) offset, (int) offset + length);
  }
}
