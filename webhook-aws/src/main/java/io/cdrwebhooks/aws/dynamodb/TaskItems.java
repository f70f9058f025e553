package io.cdrwebhooks.aws.dynamodb;

import io.cdrwebhooks.aws.dynamodb.table.Item;
import io.cdrwebhooks.configuration.CdrTask;
import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.configuration.Revision;
import io.cdrwebhooks.configuration.Routing;
import io.cdrwebhooks.configuration.TaskFilter;
import io.cdrwebhooks.configuration.TaskOptions;
import io.cdrwebhooks.configuration.TaskRoutings;
import io.cdrwebhooks.configuration.WebhookConfiguration;
import io.cdrwebhooks.report.TaskId;
import io.cdrwebhooks.rhythm.ReportRhythm;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Converts CDR tasks to and from items. A deleted task keeps its item, without its name.
final class TaskItems {
  static final String TASK_ID = "taskId";

  /// The attribute that a deleted task lacks.
  static final String TASK_NAME = "taskName";

  private static final String NUMBERED = "numbered";
  private static final String EXPECTED_EVERY = "expectedEveryMinutes";
  private static final String GRACE = "graceMinutes";
  private static final String CONFIGURATION_ID = "configurationId";
  private static final String ROUTINGS = "routings";
  private static final String SINCE = "since";
  private static final String DELETED = "deleted";
  private static final String REVISION = "revision";

  /// The attributes that [#entry] reads. A deleted task lacks the first of them.
  static final List<String> LISTED = List.of(TASK_NAME, TASK_ID);

  private TaskItems() {}

  static Item key(TaskId taskId) {
    return new Item().set(TASK_ID, taskId.value());
  }

  static Item item(CdrTask task) {
    Item item =
        deleted(task.taskId(), task.routings(), task.revision()).set(TASK_NAME, task.taskName());
    TaskOptions options = task.options();
    if (options.numbered()) {
      item.set(NUMBERED, true);
    }
    options
        .rhythm()
        .ifPresent(
            rhythm ->
                item.set(EXPECTED_EVERY, rhythm.every().toMinutes())
                    .set(GRACE, rhythm.grace().toMinutes()));
    return item;
  }

  /// Returns the item of a deleted task.
  static Item deleted(TaskId taskId, TaskRoutings routings, Revision revision) {
    return key(taskId)
        .set(ROUTINGS, routings.history().stream().map(TaskItems::part).toList())
        .set(REVISION, revision.number());
  }

  /// Reads a stored item; empty if the task is deleted.
  static Optional<CdrTask> taskIfAny(Item item) {
    return item.text(TASK_NAME)
        .map(
            name ->
                new CdrTask(
                    taskId(item),
                    name,
                    routings(item),
                    new TaskOptions(isNumbered(item), rhythm(item)),
                    revision(item)));
  }

  /// Reads the item of a task that exists.
  static CdrTask task(Item item) {
    return taskIfAny(item).orElseThrow();
  }

  /// Reads the fields that a list sorts and filters by.
  static TaskFilter.Entry entry(Item item) {
    return new TaskFilter.Entry(
        taskId(item), WebhookConfiguration.uniqueForm(item.requiredText(TASK_NAME)));
  }

  /// Reads the routings of a task, deleted or not. An item of an earlier version has only a
  /// configuration, which counts as the task's only routing.
  static TaskRoutings routings(Item item) {
    return item.has(ROUTINGS)
        ? new TaskRoutings(item.parts(ROUTINGS).stream().map(TaskItems::since).toList())
        : TaskRoutings.NONE.then(Routing.of(configurationId(item)), Instant.EPOCH);
  }

  static boolean isNumbered(Item item) {
    return item.flag(NUMBERED);
  }

  private static Optional<ReportRhythm> rhythm(Item item) {
    return item.number(EXPECTED_EVERY)
        .map(
            every ->
                new ReportRhythm(
                    Duration.ofMinutes(every), Duration.ofMinutes(item.requiredNumber(GRACE))));
  }

  static Revision revision(Item item) {
    return new Revision(item.requiredNumber(REVISION));
  }

  private static Item part(TaskRoutings.Since routing) {
    Item part = new Item().set(SINCE, routing.since());
    return switch (routing.routing()) {
      case Routing.To(ConfigurationId id) -> part.set(CONFIGURATION_ID, id.value());
      case Routing.Off() -> part;
      case Routing.NoTask() -> part.set(DELETED, true);
    };
  }

  private static TaskRoutings.Since since(Item part) {
    return new TaskRoutings.Since(
        part.requiredInstant(SINCE),
        part.flag(DELETED) ? new Routing.NoTask() : Routing.of(configurationId(part)));
  }

  private static Optional<ConfigurationId> configurationId(Item item) {
    return item.text(CONFIGURATION_ID).map(ConfigurationId::new);
  }

  static TaskId taskId(Item item) {
    return new TaskId(item.requiredNumber(TASK_ID));
  }
}
