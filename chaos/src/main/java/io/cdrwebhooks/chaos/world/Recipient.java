package io.cdrwebhooks.chaos.world;

import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.configuration.SignatureKey;
import io.cdrwebhooks.report.TaskId;
import java.net.URI;

/// A receiver with its task and configuration, and its behaviour.
public record Recipient(
    String name, Part part, TaskId task, ConfigurationId configuration, SignatureKey key, URI url) {
  /// The behaviour of a receiver.
  public enum Part {
    /// Answers by its script, sometimes badly.
    ORDINARY,
    /// Answers 410 for a time, until the operator enables its configuration again.
    GONE,
    /// Is down for days, then back.
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
