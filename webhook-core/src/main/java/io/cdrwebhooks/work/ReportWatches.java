package io.cdrwebhooks.work;

import io.cdrwebhooks.report.TaskId;
import java.time.Instant;
import java.util.Optional;

/// The stored watches over tasks with a rhythm, at most one for a task. The [DueIndex] has them by
/// [ReportWatch#dueAt].
public interface ReportWatches {
  /// Begins the watch over a task at `now`, or makes the one that exists due at `dueAt`.
  void begin(TaskId task, Instant dueAt, Instant now);

  /// Finds the watch of a task, with a consistent read.
  Optional<ReportWatch> find(TaskId task);

  /// Replaces a watch. Returns false and changes nothing if its stored due time differs from that
  /// of `seen`.
  boolean replace(ReportWatch seen, ReportWatch next);

  /// Ends a watch. Does nothing if its stored due time differs from that of `seen`.
  void end(ReportWatch seen);
}
