package io.cdrwebhooks.aws.dynamodb;

import io.cdrwebhooks.aws.dynamodb.table.Item;
import io.cdrwebhooks.aws.dynamodb.table.Table;
import io.cdrwebhooks.aws.dynamodb.table.Transaction;
import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.report.TaskId;
import java.util.List;

/// The ids of the tasks that use a configuration, as a set in a separate item. It changes in the
/// same transaction as the task. A configuration can be deleted only if the set is empty.
final class ConfigurationUsers {
  static final String PREFIX = "used#";

  /// A set of numbers. DynamoDB removes the attribute with its last number.
  private static final String TASK_IDS = "taskIds";

  /// The limit of task ids that a refused deletion names.
  private static final int MOST_NAMED = 100;

  private final Table configurations;

  ConfigurationUsers(Table configurations) {
    this.configurations = configurations;
  }

  /// Adds a user. The transaction fails if there is no such configuration.
  void add(Transaction transaction, ConfigurationId id, TaskId task) {
    transaction
        .check(configurations, ConfigurationItems.key(id), "attribute_exists(#id)")
        .update(configurations, key(id), "ADD #taskIds :task", "", value(task));
  }

  void remove(Transaction transaction, ConfigurationId id, TaskId task) {
    transaction.update(configurations, key(id), "DELETE #taskIds :task", "", value(task));
  }

  /// Removes the item. The transaction fails if a task uses the configuration.
  void removeAll(Transaction transaction, ConfigurationId id) {
    transaction.delete(configurations, key(id), "attribute_not_exists(#taskIds)", new Item());
  }

  /// Returns the lowest ids of the tasks in the item, ascending.
  static List<TaskId> lowest(Item users) {
    return users.numbers(TASK_IDS).stream().sorted().limit(MOST_NAMED).map(TaskId::new).toList();
  }

  private static Item value(TaskId task) {
    return new Item().setNumbers(":task", task.value());
  }

  private static Item key(ConfigurationId id) {
    return new Item().set(ConfigurationItems.ID, PREFIX + id.value());
  }
}
