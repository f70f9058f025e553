package io.cdrwebhooks.aws.dynamodb;

import io.cdrwebhooks.aws.dynamodb.table.Item;
import io.cdrwebhooks.aws.dynamodb.table.Table;
import io.cdrwebhooks.aws.dynamodb.table.Transaction;
import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.report.TaskId;
import java.util.Collection;
import java.util.List;

/// The ids of the tasks that use a configuration, as sets in separate items. A set changes in the
/// same transaction as the task. A configuration can be deleted only if all its sets are empty.
///
/// The task's id decides its set. An item holds some 70,000 ids, and a change costs more the larger
/// its set is.
final class ConfigurationUsers {
  static final String PREFIX = "used#";

  /// The number of sets of a configuration. One transaction checks all of them at a deletion.
  private static final int SHARDS = 16;

  /// A set of numbers. DynamoDB removes the attribute when the set becomes empty.
  private static final String TASK_IDS = "taskIds";

  /// The most task ids that a refused deletion names.
  private static final int MAX_NAMED = 100;

  private final Table configurations;

  ConfigurationUsers(Table configurations) {
    this.configurations = configurations;
  }

  /// Adds a user. The transaction fails if there is no such configuration.
  void add(Transaction transaction, ConfigurationId id, TaskId task) {
    transaction
        .check(configurations, ConfigurationItems.key(id), "attribute_exists(#id)")
        .update(configurations, key(id, task), "ADD #taskIds :task", "", value(task));
  }

  void remove(Transaction transaction, ConfigurationId id, TaskId task) {
    transaction.update(configurations, key(id, task), "DELETE #taskIds :task", "", value(task));
  }

  /// Removes the items. The transaction fails if a task uses the configuration.
  void removeAll(Transaction transaction, ConfigurationId id) {
    for (int shard = 0; shard < SHARDS; shard++) {
      transaction.delete(
          configurations, key(id, shard), "attribute_not_exists(#taskIds)", new Item());
    }
  }

  /// Returns the lowest ids of the tasks in the items, ascending.
  static List<TaskId> lowest(Collection<Item> users) {
    return users.stream()
        .flatMap(set -> set.numbers(TASK_IDS).stream())
        .sorted()
        .limit(MAX_NAMED)
        .map(TaskId::new)
        .toList();
  }

  private static Item value(TaskId task) {
    return new Item().setNumbers(":task", task.value());
  }

  private static Item key(ConfigurationId id, TaskId task) {
    return key(id, Math.floorMod(task.value(), SHARDS));
  }

  private static Item key(ConfigurationId id, int shard) {
    return new Item().set(ConfigurationItems.ID, PREFIX + id.value() + "#" + shard);
  }
}
