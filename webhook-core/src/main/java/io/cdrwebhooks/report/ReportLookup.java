package io.cdrwebhooks.report;

/// The object store's answer for an announced report.
public sealed interface ReportLookup {
  /// It exists; the tail came with the same request.
  record Found(Report report, ReportTail tail) implements ReportLookup {}

  /// It was deleted, or hidden by a delete marker.
  record Gone() implements ReportLookup {}
}
