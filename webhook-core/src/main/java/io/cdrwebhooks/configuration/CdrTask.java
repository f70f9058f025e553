package io.cdrwebhooks.configuration;

import io.cdrwebhooks.report.TaskId;
import io.cdrwebhooks.rhythm.ReportRhythm;
import java.time.Instant;
import java.util.Optional;

/// A CDR task: its name, and the present and earlier configurations of its reports. `numbered` says
/// whether its reports get numbers ([io.cdrwebhooks.delivery.NumberSeries]). `rhythm` is how often
/// it should produce a report; empty if it has no rhythm.
public record CdrTask(
    TaskId taskId,
    String taskName,
    TaskRoutings routings,
    boolean numbered,
    Optional<ReportRhythm> rhythm,
    Revision revision) {
  public CdrTask {
    if (taskName.isBlank()) {
      throw new IllegalArgumentException("a task must have a name");
    }
    if (routings.present().routing() instanceof Routing.NoTask) {
      throw new IllegalArgumentException("a task must have a routing");
    }
  }

  /// Creates a task without a rhythm.
  public CdrTask(
      TaskId taskId, String taskName, TaskRoutings routings, boolean numbered, Revision revision) {
    this(taskId, taskName, routings, numbered, Optional.empty(), revision);
  }

  /// Returns a task saved at `now`, whose reports get no numbers. An empty `configuration` turns
  /// its Webhook option off.
  public static CdrTask of(
      TaskId taskId, String taskName, Optional<ConfigurationId> configuration, Instant now) {
    return new CdrTask(
        taskId,
        taskName,
        TaskRoutings.NONE.then(Routing.of(configuration), now),
        false,
        Revision.FIRST);
  }

  /// Returns the same task, with or without numbers for its reports.
  public CdrTask numbered(boolean wanted) {
    return new CdrTask(taskId, taskName, routings, wanted, rhythm, revision);
  }

  /// Returns the same task with another rhythm, or none.
  public CdrTask with(Optional<ReportRhythm> wanted) {
    return new CdrTask(taskId, taskName, routings, numbered, wanted, revision);
  }

  /// Returns this task with the present routing added to the stored routings `before`. Its revision
  /// follows the stored revision `last`, which is empty if nothing was stored.
  public CdrTask after(TaskRoutings before, Optional<Revision> last) {
    TaskRoutings.Since present = routings.present();
    return new CdrTask(
        taskId,
        taskName,
        before.then(present.routing(), present.since()),
        numbered,
        rhythm,
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
