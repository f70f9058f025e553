package io.cdrwebhooks.configuration;

import java.util.Optional;

/// The destination of a task's reports: a configuration, or none.
public sealed interface Routing {
  /// The task's reports go to a configuration.
  record To(ConfigurationId configuration) implements Routing {}

  /// The task's Webhook option is off.
  record Off() implements Routing {}

  /// The task does not exist: it was not created yet, or it was deleted.
  record NoTask() implements Routing {}

  /// Returns the routing of an existing task. An empty `configuration` means that its Webhook
  /// option is off.
  static Routing of(Optional<ConfigurationId> configuration) {
    return configuration.<Routing>map(To::new).orElseGet(Off::new);
  }
}
