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
    /// Is down for days, then back.
    DEAD,
    /// Answers 410 until all its deliveries are held.
    GONE
  }

  @Override
  public String toString() {
    return name;
  }
}
