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

  /// Returns the routings of a task, even after it was deleted; [TaskRoutings#NONE] if the task
  /// never existed.
  TaskRoutings routings(TaskId taskId);

  /// Returns the current routings of a task together with its current configuration.
  TaskTarget findTarget(TaskId taskId);

  /// Lists the tasks that match `filter`, in its order; `limit` is from 1 to 100. Paging neither
  /// skips nor repeats a task that stays in the list.
  ///
  /// @throws InvalidCursorException if the cursor is not from the list of this filter
  Page<CdrTask> list(TaskFilter filter, Optional<String> cursor, int limit);

  /// Stores a task. If `expected` is empty, the task must be new; otherwise the stored task must
  /// have that revision. If this does not hold, the answer is [Saving.Changed]. The store sets the
  /// revision: the first, or the next.
  ///
  /// The store keeps the task's earlier routings, even those before a deletion, and adds the
  /// present routing of `task` if it is new.
  Saving save(CdrTask task, Optional<Revision> expected);

  /// Deletes a task at `now`, but keeps its routings and its revision. An empty `expected` matches
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
