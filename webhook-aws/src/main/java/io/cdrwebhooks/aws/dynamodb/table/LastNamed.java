package io.cdrwebhooks.aws.dynamodb.table;

import io.cdrwebhooks.concurrent.LastUsed;
import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.report.TaskId;
import java.util.Optional;

/// Remembers the configuration that each task named at its last read. It only suggests which
/// configuration to read together with a task, and never replaces a read. Thread-safe.
public final class LastNamed {
  /// The number of tasks that a deployment is designed for.
  private static final int MAX_COUNT = 100_000;

  private final LastUsed<TaskId, ConfigurationId> named = new LastUsed<>(MAX_COUNT);

  public Optional<ConfigurationId> of(TaskId task) {
    return named.find(task);
  }

  public void note(TaskId task, Optional<ConfigurationId> configuration) {
    if (configuration.isPresent()) {
      var _ = named.merge(task, configuration.get(), (_, now) -> now);
    } else {
      named.remove(task);
    }
  }
}
