package io.cdrwebhooks.aws.dynamodb;

import io.cdrwebhooks.aws.dynamodb.table.CachedNames;
import io.cdrwebhooks.aws.dynamodb.table.Cursors;
import io.cdrwebhooks.aws.dynamodb.table.Item;
import io.cdrwebhooks.aws.dynamodb.table.NameChanges;
import io.cdrwebhooks.aws.dynamodb.table.SingleItems;
import io.cdrwebhooks.aws.dynamodb.table.Table;
import io.cdrwebhooks.aws.dynamodb.table.Transaction;
import io.cdrwebhooks.concurrent.LastUsed;
import io.cdrwebhooks.configuration.CdrTask;
import io.cdrwebhooks.configuration.CdrTasks;
import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.configuration.Revision;
import io.cdrwebhooks.configuration.Routing;
import io.cdrwebhooks.configuration.TaskFilter;
import io.cdrwebhooks.configuration.TaskRoutings;
import io.cdrwebhooks.configuration.TaskTarget;
import io.cdrwebhooks.paging.KeyedPages;
import io.cdrwebhooks.paging.Page;
import io.cdrwebhooks.report.TaskId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/// The CDR tasks in DynamoDB.
///
/// Safe for many threads and processes. Every read is consistent. Lists are sorted in this process
/// ([CachedNames]). One transaction writes a task and records it as a user of its configuration
/// ([ConfigurationUsers]). No item is ever removed, so an item with the same revision is unchanged
/// since it was read.
public final class DynamoDbCdrTasks implements CdrTasks {
  /// The number of tasks that a deployment is designed for.
  private static final int MAX_TASKS = 100_000;

  private final Table tasks;
  private final Table configurations;
  private final ConfigurationUsers users;
  private final NameChanges changes;
  private final CachedNames<TaskFilter.Entry> names;

  /// The configuration that each task named at its last read. It only suggests which configuration
  /// to read together with a task.
  private final LastUsed<TaskId, ConfigurationId> lastNamed = new LastUsed<>(MAX_TASKS);

  /// Creates a store. With a clock, it keeps the names for its lists; otherwise it reads all names
  /// for each page.
  public DynamoDbCdrTasks(
      DynamoDbClient client,
      String configurationsTable,
      String tasksTable,
      Optional<InstantSource> clock) {
    configurations = TableDefinition.WEBHOOK_CONFIGURATIONS.open(client, configurationsTable);
    tasks = TableDefinition.CDR_TASKS.open(client, tasksTable);
    users = new ConfigurationUsers(configurations);
    changes = DynamoDbWebhookConfigurations.nameChanges(configurations);
    names = new CachedNames<>(tasks, TaskItems.LISTED, TaskItems::entry, changes, clock);
  }

  @Override
  public Optional<CdrTask> find(TaskId taskId) {
    return stored(taskId).flatMap(TaskItems::taskIfAny);
  }

  @Override
  public TaskRoutings routings(TaskId taskId) {
    return routings(stored(taskId));
  }

  /// Reads the task and its configuration with one request if the task names the same configuration
  /// as at the last read, and otherwise with two.
  @Override
  public TaskTarget findTarget(TaskId taskId) {
    Optional<ConfigurationId> expected = lastNamed.find(taskId);
    Optional<Item> alongside = Optional.empty();
    Optional<Item> task;
    if (expected.isPresent()) {
      Map<Table, Item> found =
          SingleItems.read(
              Map.of(
                  tasks,
                  TaskItems.key(taskId),
                  configurations,
                  ConfigurationItems.key(expected.get())));
      task = Optional.ofNullable(found.get(tasks));
      alongside = Optional.ofNullable(found.get(configurations));
    } else {
      task = stored(taskId);
    }
    TaskRoutings routings = routings(task);
    Optional<ConfigurationId> named = routings.configuration();
    named.ifPresentOrElse(
        id -> lastNamed.merge(taskId, id, (_, now) -> now), () -> lastNamed.remove(taskId));
    Optional<Item> configuration =
        named.equals(expected)
            ? alongside
            : named.flatMap(id -> configurations.get(ConfigurationItems.key(id)));
    return new TaskTarget(
        routings,
        configuration.map(ConfigurationItems::configuration),
        task.filter(TaskItems::isNumbered).isPresent());
  }

  private Optional<Item> stored(TaskId taskId) {
    return tasks.get(TaskItems.key(taskId));
  }

  private static Optional<String> name(Optional<Item> stored) {
    return stored.flatMap(item -> item.text(TaskItems.TASK_NAME));
  }

  private static TaskRoutings routings(Optional<Item> stored) {
    return stored.map(TaskItems::routings).orElse(TaskRoutings.NONE);
  }

  @Override
  public Page<CdrTask> list(TaskFilter filter, Optional<String> cursor, int limit) {
    Cursors cursors = new Cursors(filter.toString());
    Page<TaskFilter.Entry> page =
        KeyedPages.page(
            names.current(),
            filter::key,
            cursor.map(text -> cursors.parts(text, 1).getFirst()),
            limit);
    Map<TaskId, CdrTask> whole =
        tasks.getAll(page.items().stream().map(each -> TaskItems.key(each.id())).toList()).stream()
            .flatMap(item -> TaskItems.taskIfAny(item).stream())
            .collect(Collectors.toMap(CdrTask::taskId, Function.identity()));
    return new Page<>(
        page.items().stream()
            .flatMap(each -> Stream.ofNullable(whole.get(each.id())))
            .filter(each -> filter.key(TaskFilter.Entry.of(each)).isPresent())
            .toList(),
        page.nextCursor().map(cursors::cursor));
  }

  @Override
  public Saving save(CdrTask task, Optional<Revision> expected) {
    Optional<Item> stored = stored(task.taskId());
    Optional<CdrTask> current = stored.flatMap(TaskItems::taskIfAny);
    if (!current.map(CdrTask::revision).equals(expected)) {
      return new Saving.Changed();
    }
    CdrTask next = task.after(routings(stored), stored.map(TaskItems::revision));
    Map<Integer, Item> refused =
        replace(stored, TaskItems.item(next), next.webhookConfigurationId());
    if (refused.isEmpty()) {
      return new Saving.Saved(next);
    }
    return refused.containsKey(0) ? new Saving.Changed() : new Saving.UnknownConfiguration();
  }

  @Override
  public Deletion delete(TaskId taskId, Optional<Revision> expected, Instant now) {
    for (int tries = 0; tries < Table.MAX_TRIES; tries++) {
      Optional<Item> stored = stored(taskId);
      Optional<CdrTask> current = stored.flatMap(TaskItems::taskIfAny);
      if (current.isEmpty()) {
        return new Deletion.NotFound();
      }
      Revision revision = current.get().revision();
      if (expected.filter(other -> !other.equals(revision)).isPresent()) {
        return new Deletion.Changed();
      }
      TaskRoutings ended = current.get().routings().then(new Routing.NoTask(), now);
      Item deleted = TaskItems.deleted(taskId, ended, revision.next());
      if (replace(stored, deleted, Optional.empty()).isEmpty()) {
        return new Deletion.Deleted();
      }
    }
    return new Deletion.Changed();
  }

  /// Replaces the item `seen`, which is empty if nothing is stored, by `next`. It also updates the
  /// users of both configurations; `after` is the configuration of `next`.
  private Map<Integer, Item> replace(
      Optional<Item> seen, Item next, Optional<ConfigurationId> after) {
    Transaction transaction = tasks.transaction();
    Item values = new Item();
    seen.map(TaskItems::revision).ifPresent(was -> values.set(":revision", was.number()));
    String isStill =
        seen.isPresent() ? ConfigurationItems.SAME_REVISION : "attribute_not_exists(#taskId)";
    transaction.put(tasks, next, isStill, values);
    TaskId taskId = TaskItems.taskId(next);
    Optional<ConfigurationId> before = routings(seen).configuration();
    after.ifPresent(id -> users.add(transaction, id, taskId));
    before
        .filter(id -> !after.equals(Optional.of(id)))
        .ifPresent(id -> users.remove(transaction, id, taskId));
    if (!name(seen).equals(name(Optional.of(next)))) {
      changes.count(transaction);
    }
    return transaction.perform();
  }
}
