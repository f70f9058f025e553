package io.cdrwebhooks.aws.dynamodb.table;

import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.report.TaskId;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Which configuration each task named when it was last read: says what to read along with a task,
/// and is never an answer. For several threads.
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
