package io.cdrwebhooks.work;

import io.cdrwebhooks.report.TaskId;
import java.time.Instant;
import java.util.Optional;

/// The watch over a task that has a rhythm: when dispatch checks for its next report, and the
/// result of the last check.
///
/// `since` is when the watch began. `overdueSince` is when the missing report was expected; empty
/// if none is missing. `lastReportAt` is the upload time that the last check found; empty if it
/// found none. Instants are whole milliseconds.
public record ReportWatch(
    TaskId task,
    Instant since,
    Instant dueAt,
    Optional<Instant> overdueSince,
    Optional<Instant> lastReportAt) {
  /// Returns the watch after a check that found `lastReport`, with the next check at `next`.
  public ReportWatch checked(
      Optional<Instant> lastReport, Optional<Instant> missingSince, Instant next) {
    return new ReportWatch(task, since, next, missingSince, lastReport);
  }
}
