package io.cdrwebhooks.configuration;

import io.cdrwebhooks.report.TaskId;
import java.util.Optional;

/// A CDR task as delivery knows it: its name, and its configuration if its Webhook option is on.
public record CdrTask(
    TaskId taskId,
    String taskName,
    Optional<ConfigurationId> webhookConfigurationId,
    Revision revision) {
  public CdrTask {
    if (taskName.isBlank()) {
      throw new IllegalArgumentException("a task must have a name");
    }
  }
}
