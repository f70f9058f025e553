package io.cdrwebhooks.chaos.world;

import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.configuration.SignatureKey;
import io.cdrwebhooks.report.TaskId;
import java.net.URI;

/// One receiver with its task and configuration, and the part it plays.
public record Recipient(
    String name, Part part, TaskId task, ConfigurationId configuration, SignatureKey key, URI url) {
  /// How a receiver behaves.
  public enum Part {
    /// By the script, sometimes badly.
    ORDINARY,
    /// Answers 410 one day, and is enabled again by the operator.
    GONE,
    /// Down for days, then back.
    DEAD,
    /// Always answers 500.
    NEVER
  }

  public String taskName() {
    return "Task of " + name + " \u00e4\u20ac";
  }

  @Override
  public String toString() {
    return name;
  }
}
