package io.cdrwebhooks.aws.dynamodb;

import io.cdrwebhooks.aws.dynamodb.table.Item;
import io.cdrwebhooks.configuration.CdrTask;
import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.configuration.Revision;
import io.cdrwebhooks.report.TaskId;

/// Converts CDR tasks to and from items.
final class TaskItems {
  static final String TASK_ID = "taskId";
  private static final String CONFIGURATION_ID = "configurationId";
  private static final String REVISION = "revision";

  private TaskItems() {}

  static Item key(TaskId taskId) {
    return new Item().set(TASK_ID, taskId.value());
  }

  static Item item(CdrTask task) {
    Item item =
        key(task.taskId()).set("taskName", task.taskName()).set(REVISION, task.revision().number());
    task.webhookConfigurationId().ifPresent(id -> item.set(CONFIGURATION_ID, id.value()));
    return item;
  }

  static CdrTask task(Item item) {
    return new CdrTask(
        taskId(item),
        item.requiredText("taskName"),
        item.text(CONFIGURATION_ID).map(ConfigurationId::new),
        new Revision(item.requiredNumber(REVISION)));
  }

  static TaskId taskId(Item item) {
    return new TaskId(item.requiredNumber(TASK_ID));
  }
}
