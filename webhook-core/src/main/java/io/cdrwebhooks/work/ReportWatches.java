package io.cdrwebhooks.work;

import io.cdrwebhooks.report.TaskId;
import java.time.Instant;
import java.util.Optional;

/// The stored watches over tasks with a rhythm, at most one for each task. The [DueIndex] lists
/// them by [ReportWatch#dueAt].
public interface ReportWatches {
  /// Returns the shard of the [DueIndex] with the watch of a task. Watches are spread over shards:
  /// when a platform stops, many are due at once, and jobs must not wait for them.
  static int dueShard(TaskId task) {
    return Math.floorMod(task.value(), DueIndex.JOB_SHARD);
  }

  /// Begins the watch over a task at `now`; an existing watch starts again. The first check is at
  /// `dueAt`.
  void begin(TaskId task, Instant dueAt, Instant now);

  /// Finds the watch of a task, with a consistent read.
  Optional<ReportWatch> find(TaskId task);

  /// Replaces a watch. Returns false and changes nothing if its stored due time differs from that
  /// of `seen`.
  boolean replace(ReportWatch seen, ReportWatch next);

  /// Ends a watch. Does nothing if its stored due time differs from that of `seen`.
  void end(ReportWatch seen);
}
