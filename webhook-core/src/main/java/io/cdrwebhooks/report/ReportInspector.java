package io.cdrwebhooks.report;

import io.cdrwebhooks.hash.Sha256;
import io.cdrwebhooks.log.EventLog;
import java.time.InstantSource;
import java.util.Optional;

/// Inspects a report before it is announced: whether the archive is complete, how many lines it
/// has, and its SHA-256.
///
/// The exporter's line count and error take precedence. ReportInspector checks the end record even
/// then, because a truncated archive must not be announced as complete. It counts lines only if the
/// exporter gave no number.
///
/// The SHA-256 is computed only where the whole file is read anyway. If it differs from the
/// exporter's, the archive is not readable. Without a computed digest, the inspector uses the
/// exporter's, or the one that the store computed at the upload. Only receivers that get the digest
/// cause these costs.
public final class ReportInspector {
  private final Reports reports;
  private final LineCounter counter;
  private final EventLog log;

  public ReportInspector(Reports reports, InstantSource clock, EventLog log) {
    this.reports = reports;
    this.counter = new LineCounter(reports, clock);
    this.log = log;
  }

  public Inspection inspect(ReportLookup lookup, CountingBounds bounds, boolean withSha256) {
    return inspectWithoutCounting(lookup, withSha256)
        .orElseGet(() -> counted(lookup, bounds, withSha256));
  }

  /// Returns the result without further reads of the report; empty if its lines must be counted.
  public Optional<Inspection> inspectWithoutCounting(ReportLookup lookup, boolean withSha256) {
    return switch (lookup) {
      case ReportLookup.Gone() -> Optional.of(failed(0, ErrorCode.GONE));
      case ReportLookup.Found found -> inspectWithoutCounting(found, withSha256);
    };
  }

  private Optional<Inspection> inspectWithoutCounting(
      ReportLookup.Found found, boolean withSha256) {
    Report report = found.report();
    ReportMetadata metadata = report.metadata();
    long lines = metadata.numberOfLines().orElse(0);
    if (metadata.error().isPresent()) {
      logComplaints(report);
      return Optional.of(new Inspection(lines, metadata.error().get()));
    }
    if (ZipEndRecord.find(found.tail()).isEmpty()) {
      logComplaints(report);
      return Optional.of(notReadable(report, lines, "no end record"));
    }
    if (metadata.numberOfLines().isEmpty()) {
      return Optional.empty();
    }
    logComplaints(report);
    boolean wholeFile = withSha256 && found.tail().offset() == 0;
    Optional<String> computed =
        wholeFile ? Optional.of(Sha256.hex(found.tail().bytes())) : Optional.empty();
    return Optional.of(counted(report, new LineCount.Counted(lines, computed), withSha256));
  }

  private void logComplaints(Report report) {
    for (String complaint : report.metadata().complaints()) {
      log.warn("report.metadata-malformed", "key", report.version().key(), "reason", complaint);
    }
  }

  private Inspection counted(ReportLookup lookup, CountingBounds bounds, boolean withSha256) {
    if (!(lookup instanceof ReportLookup.Found found)) {
      throw new IllegalArgumentException("only an existing report can be counted");
    }
    logComplaints(found.report());
    ZipEndRecord end = ZipEndRecord.find(found.tail()).orElseThrow();
    LineCount count = counter.count(found, end, bounds, withSha256);
    return counted(found.report(), count, withSha256);
  }

  private Inspection counted(Report report, LineCount count, boolean withSha256) {
    return switch (count) {
      case LineCount.Counted(long lines, Optional<String> computed) ->
          differ(report.metadata().sha256(), computed)
              ? notReadable(report, 0, "its SHA-256 is not the exporter's: " + computed.get())
              : new Inspection(lines, "", sha256(report, computed, withSha256));
      case LineCount.NotReadable(String why) -> notReadable(report, 0, why);
      case LineCount.TooLarge(String why) -> {
        log.warn("report.too-large-to-count", "key", report.version().key(), "reason", why);
        yield new Inspection(
            0, ErrorCode.TOO_LARGE_TO_COUNT.text(), sha256(report, Optional.empty(), withSha256));
      }
    };
  }

  private static boolean differ(Optional<String> given, Optional<String> computed) {
    return given.isPresent() && computed.isPresent() && !computed.equals(given);
  }

  /// Returns the computed digest, or else the exporter's or the store's; empty if there is none.
  private Optional<String> sha256(Report report, Optional<String> computed, boolean withSha256) {
    return computed
        .or(() -> report.metadata().sha256())
        .or(() -> withSha256 ? reports.sha256(report.version()) : Optional.empty());
  }

  private Inspection notReadable(Report report, long lines, String why) {
    log.warn("report.not-readable", "key", report.version().key(), "reason", why);
    return failed(lines, ErrorCode.NOT_READABLE);
  }

  private static Inspection failed(long lines, ErrorCode error) {
    return new Inspection(lines, error.text());
  }
}
