package io.cdrwebhooks.aws.dynamodb;

import io.cdrwebhooks.aws.dynamodb.table.Cursors;
import io.cdrwebhooks.aws.dynamodb.table.Item;
import io.cdrwebhooks.aws.dynamodb.table.LastNamed;
import io.cdrwebhooks.aws.dynamodb.table.Table;
import io.cdrwebhooks.aws.dynamodb.table.Transaction;
import io.cdrwebhooks.aws.dynamodb.table.VisiblePages;
import io.cdrwebhooks.configuration.CdrTask;
import io.cdrwebhooks.configuration.CdrTasks;
import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.configuration.InvalidCursorException;
import io.cdrwebhooks.configuration.Page;
import io.cdrwebhooks.configuration.Revision;
import io.cdrwebhooks.configuration.TaskTarget;
import io.cdrwebhooks.report.TaskId;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/// The CDR tasks in DynamoDB.
///
/// Safe for many threads and processes. Every read is consistent. One transaction writes a task and
/// records it as a user of its configuration ([ConfigurationUsers]).
public final class DynamoDbCdrTasks implements CdrTasks {
  private static final Cursors CURSORS = new Cursors("cdr-tasks");

  private final Table tasks;
  private final Table configurations;
  private final ConfigurationUsers users;
  private final VisiblePages<CdrTask> pages;
  private final LastNamed lastNamed = new LastNamed();

  public DynamoDbCdrTasks(DynamoDbClient client, String configurationsTable, String tasksTable) {
    configurations = DynamoDbTables.webhookConfigurations(client, configurationsTable);
    tasks = DynamoDbTables.cdrTasks(client, tasksTable);
    users = new ConfigurationUsers(configurations);
    pages =
        new VisiblePages<>(
            tasks, TaskItems::task, key -> CURSORS.cursor(TaskItems.taskId(key).toString()));
  }

  @Override
  public Optional<CdrTask> find(TaskId taskId) {
    return tasks.get(TaskItems.key(taskId)).map(TaskItems::task);
  }

  /// Reads both in one request if the task still names the same configuration as at the last read,
  /// otherwise in two.
  @Override
  public Optional<TaskTarget> findWithConfiguration(TaskId taskId) {
    Optional<ConfigurationId> expected = lastNamed.of(taskId);
    Optional<Item> alongside = Optional.empty();
    Optional<CdrTask> task;
    if (expected.isPresent()) {
      Table.Two found =
          Table.getTogether(
              tasks, TaskItems.key(taskId), configurations, ConfigurationItems.key(expected.get()));
      task = found.first().map(TaskItems::task);
      alongside = found.second();
    } else {
      task = find(taskId);
    }
    Optional<ConfigurationId> named = task.flatMap(CdrTask::webhookConfigurationId);
    lastNamed.note(taskId, named);
    Optional<Item> configuration =
        named.equals(expected)
            ? alongside
            : named.flatMap(id -> configurations.get(ConfigurationItems.key(id)));
    return task.map(
        found -> new TaskTarget(found, configuration.map(ConfigurationItems::configuration)));
  }

  @Override
  public Page<CdrTask> list(Optional<String> cursor, int limit) {
    return pages.page(cursor.map(DynamoDbCdrTasks::start), limit);
  }

  @Override
  public Saving save(CdrTask task, Optional<Revision> expected) {
    Optional<CdrTask> current = find(task.taskId());
    if (!current.map(CdrTask::revision).equals(expected)) {
      return new Saving.Changed();
    }
    CdrTask next =
        new CdrTask(
            task.taskId(),
            task.taskName(),
            task.webhookConfigurationId(),
            expected.map(Revision::next).orElse(Revision.FIRST));
    Map<Integer, Item> refused = change(current, Optional.of(next), next.taskId());
    if (refused.isEmpty()) {
      return new Saving.Saved(next);
    }
    return refused.containsKey(0) ? new Saving.Changed() : new Saving.UnknownConfiguration();
  }

  @Override
  public Deletion delete(TaskId taskId, Optional<Revision> expected) {
    for (int round = 0; round < Table.MOST_ROUNDS; round++) {
      Optional<CdrTask> current = find(taskId);
      if (current.isEmpty()) {
        return new Deletion.NotFound();
      }
      if (expected.filter(other -> !other.equals(current.get().revision())).isPresent()) {
        return new Deletion.Changed();
      }
      if (change(current, Optional.empty(), taskId).isEmpty()) {
        return new Deletion.Deleted();
      }
    }
    return new Deletion.Changed();
  }

  /// Replaces the task `seen` by `next`, and updates the users of their configurations. An empty
  /// `seen` means that no task is stored; an empty `next` deletes it.
  private Map<Integer, Item> change(Optional<CdrTask> seen, Optional<CdrTask> next, TaskId taskId) {
    Transaction transaction = tasks.transaction();
    Item values = new Item();
    String condition = isStill(seen, values);
    if (next.isPresent()) {
      transaction.put(tasks, TaskItems.item(next.get()), condition, values);
    } else {
      transaction.delete(tasks, TaskItems.key(taskId), condition, values);
    }
    Optional<ConfigurationId> before = seen.flatMap(CdrTask::webhookConfigurationId);
    Optional<ConfigurationId> after = next.flatMap(CdrTask::webhookConfigurationId);
    after.ifPresent(id -> users.add(transaction, id, taskId));
    before
        .filter(id -> !after.equals(Optional.of(id)))
        .ifPresent(id -> users.remove(transaction, id, taskId));
    return transaction.perform();
  }

  /// Returns the condition that the stored task still equals `seen`, and adds its values to
  /// `values`. The revision alone is not enough: a task that was deleted and created again begins
  /// with the first revision.
  private static String isStill(Optional<CdrTask> seen, Item values) {
    if (seen.isEmpty()) {
      return "attribute_not_exists(#taskId)";
    }
    values.set(":revision", seen.get().revision().number());
    Optional<ConfigurationId> used = seen.get().webhookConfigurationId();
    used.ifPresent(id -> values.set(":used", id.value()));
    return "#revision = :revision AND "
        + (used.isPresent()
            ? "#configurationId = :used"
            : "attribute_not_exists(#configurationId)");
  }

  private static Item start(String cursor) {
    return TaskId.parse(CURSORS.parts(cursor, 1).getFirst())
        .map(TaskItems::key)
        .orElseThrow(InvalidCursorException::new);
  }
}
