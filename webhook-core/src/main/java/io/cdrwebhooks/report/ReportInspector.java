package io.cdrwebhooks.report;

import io.cdrwebhooks.log.EventLog;
import java.time.InstantSource;
import java.util.Optional;

/// Looks into a report before it is announced: is it a whole archive, and how many lines has it?
///
/// The exporter's word on lines and errors wins. The end record is looked at even then, because a
/// truncated archive must not be announced as sound; counting happens only when nobody said the
/// number.
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
    return switch (lookup) {
      case ReportLookup.Gone() -> new Inspection(0, GONE);
      case ReportLookup.Found(Report report, ReportTail tail) -> inspect(report, tail, bounds);
    };
  }

  private Inspection inspect(Report report, ReportTail tail, CountingBounds bounds) {
    ReportMetadata metadata = report.metadata();
    metadata
        .complaints()
        .forEach(
            complaint ->
                log.warn(
                    "report.metadata-malformed",
                    "key",
                    report.version().key(),
                    "reason",
                    complaint));
    long told = metadata.numberOfLines().orElse(0);
    if (metadata.error().isPresent()) {
      return new Inspection(told, metadata.error().get());
    }
    Optional<ZipEndRecord> end = ZipEndRecord.find(tail);
    if (end.isEmpty()) {
      log.warn("report.not-readable", "key", report.version().key(), "reason", "no end record");
      return new Inspection(told, NOT_READABLE);
    }
    return metadata.numberOfLines().isPresent()
        ? new Inspection(told, "")
        : counted(report, counter.count(report, tail, end.get(), bounds));
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
