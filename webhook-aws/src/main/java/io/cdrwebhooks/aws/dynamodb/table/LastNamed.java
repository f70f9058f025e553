package io.cdrwebhooks.aws.dynamodb.table;

import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.report.TaskId;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Remembers the configuration that each task named at its last read. It only suggests which
/// configuration to read together with a task, and never replaces a read. Thread-safe.
public final class LastNamed {
  private static final int MOST = 10_000;

  private final Map<TaskId, ConfigurationId> named = new ConcurrentHashMap<>();

  public Optional<ConfigurationId> of(TaskId task) {
    return Optional.ofNullable(named.get(task));
  }

  public void note(TaskId task, Optional<ConfigurationId> configuration) {
    if (named.size() >= MOST) {
      named.clear();
    }
    if (configuration.isPresent()) {
      named.put(task, configuration.get());
    } else {
      named.remove(task);
    }
  }
}
