package io.cdrwebhooks.report;

import io.cdrwebhooks.log.EventLog;
import java.time.InstantSource;
import java.util.Optional;

/// Inspects a report before it is announced: whether the archive is complete, and how many lines it
/// has.
///
/// The exporter's line count and error take precedence. ReportInspector checks the end record even
/// then, because a truncated archive must not be announced as complete. It counts lines only if the
/// exporter gave no number.
public final class ReportInspector {
  static final String NOT_READABLE = "Report is not a readable zip archive";
  static final String TOO_LARGE = "Report is too large to count";
  static final String GONE = "Report no longer exists";

  private final LineCounter counter;
  private final EventLog log;

  public ReportInspector(Reports reports, InstantSource clock, EventLog log) {
    this.counter = new LineCounter(reports, clock);
    this.log = log;
  }

  public Inspection inspect(ReportLookup lookup, CountingBounds bounds) {
    return inspectWithoutCounting(lookup).orElseGet(() -> counted(lookup, bounds));
  }

  /// Returns the result without reading more of the report; empty if its lines must be counted.
  public Optional<Inspection> inspectWithoutCounting(ReportLookup lookup) {
    return switch (lookup) {
      case ReportLookup.Gone() -> Optional.of(new Inspection(0, GONE));
      case ReportLookup.Found(Report report, ReportTail tail) ->
          inspectWithoutCounting(report, tail);
    };
  }

  private Optional<Inspection> inspectWithoutCounting(Report report, ReportTail tail) {
    ReportMetadata metadata = report.metadata();
    long lines = metadata.numberOfLines().orElse(0);
    if (metadata.error().isPresent()) {
      logComplaints(report);
      return Optional.of(new Inspection(lines, metadata.error().get()));
    }
    if (ZipEndRecord.find(tail).isEmpty()) {
      logComplaints(report);
      log.warn("report.not-readable", "key", report.version().key(), "reason", "no end record");
      return Optional.of(new Inspection(lines, NOT_READABLE));
    }
    if (metadata.numberOfLines().isEmpty()) {
      return Optional.empty();
    }
    logComplaints(report);
    return Optional.of(new Inspection(lines, ""));
  }

  private void logComplaints(Report report) {
    for (String complaint : report.metadata().complaints()) {
      log.warn("report.metadata-malformed", "key", report.version().key(), "reason", complaint);
    }
  }

  private Inspection counted(ReportLookup lookup, CountingBounds bounds) {
    if (!(lookup instanceof ReportLookup.Found(Report report, ReportTail tail))) {
      throw new IllegalArgumentException("lines can be counted only of an existing report");
    }
    logComplaints(report);
    ZipEndRecord end = ZipEndRecord.find(tail).orElseThrow();
    return counted(report, counter.count(report, tail, end, bounds));
  }

  private Inspection counted(Report report, LineCount count) {
    return switch (count) {
      case LineCount.Counted(long lines) -> new Inspection(lines, "");
      case LineCount.NotReadable(String why) -> {
        log.warn("report.not-readable", "key", report.version().key(), "reason", why);
        yield new Inspection(0, NOT_READABLE);
      }
      case LineCount.TooLarge(String why) -> {
        log.warn("report.too-large-to-count", "key", report.version().key(), "reason", why);
        yield new Inspection(0, TOO_LARGE);
      }
    };
  }
}
