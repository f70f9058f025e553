package io.cdrwebhooks.configuration;

import io.cdrwebhooks.report.TaskId;
import java.time.Instant;
import java.util.Optional;

/// A CDR task: its name, its options, and the present and earlier configurations of its reports.
public record CdrTask(
    TaskId taskId, String taskName, TaskRoutings routings, TaskOptions options, Revision revision) {
  public CdrTask {
    if (taskName.isBlank()) {
      throw new IllegalArgumentException("a task must have a name");
    }
    if (routings.present().routing() instanceof Routing.NoTask) {
      throw new IllegalArgumentException("a task must have a routing");
    }
  }

  /// Returns a task saved at `now`, without options. An empty `configuration` turns its Webhook
  /// option off.
  public static CdrTask of(
      TaskId taskId, String taskName, Optional<ConfigurationId> configuration, Instant now) {
    return new CdrTask(
        taskId,
        taskName,
        TaskRoutings.NONE.then(Routing.of(configuration), now),
        TaskOptions.NONE,
        Revision.FIRST);
  }

  /// Returns the same task with other options.
  public CdrTask withOptions(TaskOptions wanted) {
    return new CdrTask(taskId, taskName, routings, wanted, revision);
  }

  /// Returns this task with the present routing added to the stored routings `before`. Its revision
  /// follows the stored revision `last`, which is empty if nothing was stored.
  public CdrTask after(TaskRoutings before, Optional<Revision> last) {
    TaskRoutings.Since present = routings.present();
    return new CdrTask(
        taskId,
        taskName,
        before.then(present.routing(), present.since()),
        options,
        last.map(Revision::next).orElse(Revision.FIRST));
  }

  /// Returns the configuration that gets its reports; empty if its Webhook option is off.
  public Optional<ConfigurationId> webhookConfigurationId() {
    return routings.configuration();
  }

  /// Returns when the present routing began.
  public Instant webhookSince() {
    return routings.present().since();
  }
}
