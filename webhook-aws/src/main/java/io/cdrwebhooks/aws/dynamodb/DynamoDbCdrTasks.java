package io.cdrwebhooks.aws.dynamodb;

import io.cdrwebhooks.configuration.CdrTask;
import io.cdrwebhooks.configuration.CdrTasks;
import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.configuration.InvalidCursorException;
import io.cdrwebhooks.configuration.Page;
import io.cdrwebhooks.configuration.Revision;
import io.cdrwebhooks.configuration.TaskTarget;
import io.cdrwebhooks.report.TaskId;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/// The CDR tasks in DynamoDB.
///
/// Safe for many threads and processes. Every read is consistent. A task that comes to use a
/// configuration is first announced ([PendingWrites]), then the configuration is secured against
/// deletion ([ConfigurationUse]), then the task is written.
public final class DynamoDbCdrTasks implements CdrTasks {
  private static final Cursors CURSORS = new Cursors("cdr-tasks");

  private final Table tasks;
  private final Table configurations;
  private final VisiblePages<CdrTask> pages;
  private final LastNamed lastNamed = new LastNamed();

  public DynamoDbCdrTasks(DynamoDbClient client, String configurationsTable, String tasksTable) {
    configurations = DynamoDbTables.webhookConfigurations(client, configurationsTable);
    tasks = DynamoDbTables.cdrTasks(client, tasksTable);
    pages =
        new VisiblePages<>(
            tasks, TaskItems::task, key -> CURSORS.cursor(TaskItems.taskId(key).toString()));
  }

  @Override
  public Optional<CdrTask> find(TaskId taskId) {
    return TaskItems.visibleTask(tasks.get(TaskItems.key(taskId)));
  }

  /// One request where the task names the configuration that it named last time, else two.
  @Override
  public Optional<TaskTarget> findWithConfiguration(TaskId taskId) {
    Optional<ConfigurationId> expected = lastNamed.of(taskId);
    Optional<Item> alongside = Optional.empty();
    Optional<CdrTask> task;
    if (expected.isPresent()) {
      Table.Two found =
          Table.getTogether(
              tasks, TaskItems.key(taskId), configurations, ConfigurationItems.key(expected.get()));
      task = TaskItems.visibleTask(found.first());
      alongside = found.second().filter(PendingWrites::isVisible);
    } else {
      task = find(taskId);
    }
    Optional<ConfigurationId> named = task.flatMap(CdrTask::webhookConfigurationId);
    lastNamed.note(taskId, named);
    Optional<Item> configuration =
        named.equals(expected)
            ? alongside
            : named.flatMap(id -> ConfigurationItems.find(configurations, id));
    return task.map(
        found -> new TaskTarget(found, configuration.map(ConfigurationItems::configuration)));
  }

  @Override
  public Page<CdrTask> list(Optional<String> cursor, int limit) {
    return pages.page(cursor.map(DynamoDbCdrTasks::start), limit);
  }

  @Override
  public Saving save(CdrTask task, Optional<Revision> expected) {
    CdrTask next =
        new CdrTask(
            task.taskId(),
            task.taskName(),
            task.webhookConfigurationId(),
            expected.map(Revision::next).orElse(Revision.FIRST));
    for (int round = 0; round < PendingWrites.PATIENCE; round++) {
      Optional<CdrTask> current = find(task.taskId());
      if (!current.map(CdrTask::revision).equals(expected)) {
        return new Saving.Changed();
      }
      Optional<ConfigurationId> used = current.flatMap(CdrTask::webhookConfigurationId);
      Optional<ConfigurationId> wanted = next.webhookConfigurationId();
      Optional<Saving> saving =
          wanted.isEmpty() || wanted.equals(used)
              ? write(next, expected)
              : announceAndWrite(next, wanted.get(), expected);
      if (saving.isPresent()) {
        return saving.get();
      }
    }
    return new Saving.Changed();
  }

  @Override
  public Deletion delete(TaskId taskId, Optional<Revision> expected) {
    Write write =
        expected.isPresent()
            ? tasks.delete(TaskItems.key(taskId), condition(expected), values(expected))
            : tasks.delete(TaskItems.key(taskId), PendingWrites.IS_VISIBLE, new Item());
    return switch (write) {
      case Write.Done() -> new Deletion.Deleted();
      case Write.Refused(Optional<Item> current) ->
          current.filter(PendingWrites::isVisible).isPresent()
              ? new Deletion.Changed()
              : new Deletion.NotFound();
    };
  }

  /// Writes a task that uses no configuration, or the one it uses already: that one can't be
  /// deleted as long as it does.
  private Optional<Saving> write(CdrTask task, Optional<Revision> expected) {
    Optional<ConfigurationId> used = task.webhookConfigurationId();
    String condition =
        condition(expected) + (used.isPresent() ? " AND #configurationId = :used" : "");
    Item values = values(expected);
    used.ifPresent(id -> values.set(":used", id.value()));
    String writer = PendingWrites.newWriter();
    return saving(tasks.put(TaskItems.item(task, writer), condition, values), task, writer);
  }

  private Optional<Saving> announceAndWrite(
      CdrTask task, ConfigurationId wanted, Optional<Revision> expected) {
    if (ConfigurationItems.find(configurations, wanted).isEmpty()) {
      return Optional.of(new Saving.UnknownConfiguration());
    }
    String writer = PendingWrites.newWriter();
    Write announced =
        tasks.update(
            TaskItems.key(task.taskId()),
            "SET #pendingBy = :writer, #pendingConfigurationId = :wanted",
            condition(expected),
            values(expected).set(":writer", writer).set(":wanted", wanted.value()));
    if (announced instanceof Write.Refused) {
      return saving(announced, task, writer);
    }
    if (!ConfigurationUse.secure(configurations, wanted)) {
      withdraw(task.taskId(), expected, writer);
      return Optional.of(new Saving.UnknownConfiguration());
    }
    Write write =
        tasks.put(
            TaskItems.item(task, writer),
            condition(expected) + " AND " + PendingWrites.STILL_PENDING,
            values(expected).set(":writer", writer));
    return saving(write, task, writer);
  }

  private void withdraw(TaskId taskId, Optional<Revision> expected, String writer) {
    Item key = TaskItems.key(taskId);
    if (expected.isPresent()) {
      PendingWrites.withdrawFromVisible(tasks, key, writer);
    } else {
      PendingWrites.withdrawDraft(tasks, key, writer);
    }
  }

  /// What a write came to; empty if the task still is as it was, and only the announcement is gone.
  private static Optional<Saving> saving(Write write, CdrTask task, String writer) {
    if (!(write instanceof Write.Refused(Optional<Item> current))
        || PendingWrites.has(current, PendingWrites.WRITTEN_BY, writer)) {
      return Optional.of(new Saving.Saved(task));
    }
    Optional<Revision> standing = TaskItems.visibleTask(current).map(CdrTask::revision);
    Optional<Revision> replaced =
        task.revision().equals(Revision.FIRST)
            ? Optional.empty()
            : Optional.of(new Revision(task.revision().number() - 1));
    return standing.equals(replaced) ? Optional.empty() : Optional.of(new Saving.Changed());
  }

  private static String condition(Optional<Revision> expected) {
    return expected.isPresent() ? "#revision = :revision" : PendingWrites.IS_NEW;
  }

  private static Item values(Optional<Revision> expected) {
    Item values = new Item();
    expected.ifPresent(revision -> values.set(":revision", revision.number()));
    return values;
  }

  private static Item start(String cursor) {
    return TaskId.parse(CURSORS.parts(cursor, 1).getFirst())
        .map(TaskItems::key)
        .orElseThrow(InvalidCursorException::new);
  }
}
