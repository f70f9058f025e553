package io.cdrwebhooks.configuration;

import io.cdrwebhooks.paging.Page;
import io.cdrwebhooks.report.TaskId;
import java.time.Instant;
import java.util.Optional;

/// The stored CDR tasks.
///
/// A task never refers to a deleted configuration. If saving a task and deleting its configuration
/// race, only one of them succeeds.
public interface CdrTasks {
  Optional<CdrTask> find(TaskId taskId);

  /// Returns the routings of a task, also of a deleted one; [TaskRoutings#NONE] if there never was
  /// such a task.
  TaskRoutings routings(TaskId taskId);

  /// Returns the same and the task's configuration, both as they are now.
  TaskTarget findTarget(TaskId taskId);

  /// Lists the tasks in no guaranteed order; `limit` is from 1 to 100.
  ///
  /// @throws InvalidCursorException if the cursor is not from this list
  Page<CdrTask> list(Optional<String> cursor, int limit);

  /// Stores a task. With an empty `expected` it must be new; otherwise the stored task must have
  /// that revision. If not, the answer is [Saving.Changed]. The stored revision is the first, or
  /// the next.
  ///
  /// The store keeps the task's earlier routings, also those before a deletion. It adds the present
  /// routing of `task`, unless that is stored already.
  Saving save(CdrTask task, Optional<Revision> expected);

  /// Deletes a task at `now`, but keeps its routings and its revision; an empty `expected` matches
  /// any revision.
  Deletion delete(TaskId taskId, Optional<Revision> expected, Instant now);

  /// The answer to [#save].
  sealed interface Saving {
    /// The task as it is stored now.
    record Saved(CdrTask task) implements Saving {}

    /// The task was created, changed or deleted in the meantime.
    record Changed() implements Saving {}

    record UnknownConfiguration() implements Saving {}
  }

  /// The answer to [#delete].
  sealed interface Deletion {
    record Deleted() implements Deletion {}

    record Changed() implements Deletion {}

    record NotFound() implements Deletion {}
  }
}
