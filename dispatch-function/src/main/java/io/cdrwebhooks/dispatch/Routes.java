package io.cdrwebhooks.dispatch;

import io.cdrwebhooks.configuration.CdrTask;
import io.cdrwebhooks.configuration.CdrTasks;
import io.cdrwebhooks.configuration.TaskTarget;
import io.cdrwebhooks.configuration.WebhookConfiguration;
import io.cdrwebhooks.configuration.WebhookConfigurations;
import io.cdrwebhooks.report.TaskId;
import java.util.Optional;

/// Finds the configuration that a task's reports go to.
record Routes(CdrTasks tasks, WebhookConfigurations configurations) {
  /// The destination of a task's reports.
  sealed interface Route {
    record To(CdrTask task, WebhookConfiguration target) implements Route {}

    /// The task is known and wants no webhooks.
    record OptionOff() implements Route {}

    /// The reports should go to a receiver, but none is known; `reason` is for the log.
    record Unknown(String reason) implements Route {}

    default Optional<WebhookConfiguration> configuration() {
      return this instanceof To(CdrTask task, WebhookConfiguration target)
          ? Optional.of(target)
          : Optional.empty();
    }
  }

  Route of(TaskId taskId) {
    Optional<TaskTarget> found = tasks.findWithConfiguration(taskId);
    if (found.isEmpty()) {
      return new Route.Unknown("the task is unknown");
    }
    CdrTask task = found.get().task();
    if (task.webhookConfigurationId().isEmpty()) {
      return new Route.OptionOff();
    }
    return found
        .get()
        .configuration()
        .<Route>map(target -> new Route.To(task, target))
        .orElseGet(() -> new Route.Unknown("the task's configuration does not exist"));
  }
}
