package io.cdrwebhooks.report;

/// The object store's answer for an announced report.
public sealed interface ReportLookup {
  /// The report exists. The same request returned its tail.
  record Found(Report report, ReportTail tail) implements ReportLookup {}

  /// The report was deleted, or a delete marker hides it.
  record Gone() implements ReportLookup {}
}
