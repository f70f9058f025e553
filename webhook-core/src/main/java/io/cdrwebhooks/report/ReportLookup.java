package io.cdrwebhooks.report;

/// What the object store says about a report that was announced.
public sealed interface ReportLookup {
  /// It is there; the tail came with the same request.
  record Found(Report report, ReportTail tail) implements ReportLookup {}

  /// It was deleted meanwhile, or hidden by a delete marker.
  record Gone() implements ReportLookup {}
}
