package io.cdrwebhooks.configuration;

import io.cdrwebhooks.report.TaskId;
import java.util.Optional;

/// The stored CDR tasks.
///
/// A task never refers to a configuration that is gone, whatever happens at the same time: saving a
/// task and deleting its configuration exclude each other.
public interface CdrTasks {
  Optional<CdrTask> find(TaskId taskId);

  /// A task and the configuration that it names, each as it is now; empty without the task.
  Optional<TaskTarget> findWithConfiguration(TaskId taskId);

  /// In no promised order; `limit` from 1 to 100.
  ///
  /// @throws InvalidCursorException if the cursor is not from this list
  Page<CdrTask> list(Optional<String> cursor, int limit);

  /// Stores a task: a new one when `expected` is empty and there is none (else [Saving.Changed]),
  /// or over the one that has the expected revision. The stored revision is the first, or the next.
  Saving save(CdrTask task, Optional<Revision> expected);

  /// Removes a task; `expected` empty means any revision.
  Deletion delete(TaskId taskId, Optional<Revision> expected);

  /// Answer to [#save].
  sealed interface Saving {
    /// The task as it is stored now.
    record Saved(CdrTask task) implements Saving {}

    /// Somebody else made, changed or removed it.
    record Changed() implements Saving {}

    record UnknownConfiguration() implements Saving {}
  }

  /// Answer to [#delete].
  sealed interface Deletion {
    record Deleted() implements Deletion {}

    record Changed() implements Deletion {}

    record NotFound() implements Deletion {}
  }
}
