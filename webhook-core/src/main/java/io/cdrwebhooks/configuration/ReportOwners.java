package io.cdrwebhooks.configuration;

import io.cdrwebhooks.report.TaskId;
import java.time.Instant;
import java.util.Optional;

/// Finds the configuration that owns a report: the one that its task had at the upload.
public record ReportOwners(CdrTasks tasks, WebhookConfigurations configurations) {
  /// The destination of a report; `reason` is for the log and the delivery, and may be empty.
  public sealed interface Owner {
    String reason();

    /// `numbered` says whether the report gets a number.
    record To(WebhookConfiguration target, String reason, boolean numbered) implements Owner {}

    /// The task's Webhook option was off at the upload. `nowOn` says whether it is on now.
    record OptionOff(boolean nowOn, String reason) implements Owner {}

    /// The report belongs to a configuration that was deleted.
    record Gone(ConfigurationId target, String reason) implements Owner {}

    /// The task did not exist at the upload.
    record Unknown(String reason) implements Owner {}
  }

  public Owner ownerAt(TaskId taskId, Instant uploadedAt) {
    TaskTarget now = tasks.findTarget(taskId);
    Optional<Instant> end = now.routings().endOfRoutingAt(uploadedAt);
    return switch (now.routings().at(uploadedAt)) {
      case Routing.Off() ->
          end.map(until -> offUntil(until, uploadedAt))
              .orElseGet(() -> new Owner.OptionOff(false, "the task's Webhook option is off"));
      case Routing.NoTask() ->
          new Owner.Unknown(
              end.map(until -> before("the task was created", until, uploadedAt))
                  .orElse("the task is unknown"));
      case Routing.To(ConfigurationId id) -> {
        String late =
            end.map(until -> before("the task's Webhook option was changed", until, uploadedAt))
                .orElse("");
        yield configuration(now, id)
            .<Owner>map(target -> new Owner.To(target, late, now.numbered()))
            .orElseGet(() -> new Owner.Gone(id, gone(id, uploadedAt)));
      }
    };
  }

  private Optional<WebhookConfiguration> configuration(TaskTarget now, ConfigurationId id) {
    return now.routings().configuration().equals(Optional.of(id))
        ? now.configuration()
        : configurations.find(id);
  }

  private static Owner offUntil(Instant until, Instant uploadedAt) {
    return new Owner.OptionOff(
        true,
        "uploaded at %s, while the task's Webhook option was off, until %s"
            .formatted(uploadedAt, until));
  }

  private static String before(String change, Instant at, Instant uploadedAt) {
    return "uploaded at %s, before %s at %s".formatted(uploadedAt, change, at);
  }

  private static String gone(ConfigurationId id, Instant uploadedAt) {
    return "uploaded at %s for the configuration %s, which was deleted".formatted(uploadedAt, id);
  }
}
