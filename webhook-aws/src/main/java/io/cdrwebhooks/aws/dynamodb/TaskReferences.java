package io.cdrwebhooks.aws.dynamodb;

import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.report.TaskId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Finds the tasks that use a configuration, by looking through all of them.
///
/// An index would be a moment behind, and this question must not be. Deletions are rare, and a
/// thousand tasks are some 250 KB.
final class TaskReferences {
  /// What a configuration that is in use names of its tasks.
  private static final int MOST = 100;

  private static final int SCANNED_AT_ONCE = 1_000;

  private final Table tasks;

  TaskReferences(Table tasks) {
    this.tasks = tasks;
  }

  /// The lowest ids of the tasks that use the configuration, ascending. Whoever has announced to
  /// use it, and has not done so yet, will have to announce it again.
  List<TaskId> to(ConfigurationId id) {
    List<TaskId> users = new ArrayList<>();
    Optional<Item> start = Optional.empty();
    do {
      Table.Slice slice =
          tasks.scan(
              start,
              SCANNED_AT_ONCE,
              "#configurationId = :id OR #pendingConfigurationId = :id",
              new Item().set(":id", id.value()));
      slice.items().stream()
          .filter(item -> usesOrIsStopped(item, id))
          .map(TaskItems::taskId)
          .forEach(users::add);
      start = slice.last();
    } while (start.isPresent());
    return users.stream().sorted(Comparator.comparingLong(TaskId::value)).limit(MOST).toList();
  }

  private boolean usesOrIsStopped(Item found, ConfigurationId id) {
    Optional<Item> item = Optional.of(found);
    for (int round = 0; round < PendingWrites.PATIENCE; round++) {
      if (PendingWrites.has(item, TaskItems.CONFIGURATION_ID, id.value())) {
        return true;
      }
      boolean announced = PendingWrites.has(item, PendingWrites.PENDING_CONFIGURATION, id.value());
      if (!announced || PendingWrites.withdraw(tasks, item.get())) {
        return false;
      }
      item = tasks.get(item.get());
    }
    throw new IllegalStateException("a task is written to without a pause");
  }
}
