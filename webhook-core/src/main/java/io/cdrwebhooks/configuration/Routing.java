package io.cdrwebhooks.configuration;

import java.util.Optional;

/// The receiver of a task's reports, or the reason why there is none.
public sealed interface Routing {
  /// The task's reports go to a configuration.
  record To(ConfigurationId configuration) implements Routing {}

  /// The task's Webhook option is off.
  record Off() implements Routing {}

  /// There is no such task: it was not created yet, or it is deleted.
  record NoTask() implements Routing {}

  /// Returns the routing of an existing task; an empty `configuration` means that its option is
  /// off.
  static Routing of(Optional<ConfigurationId> configuration) {
    return configuration.<Routing>map(To::new).orElseGet(Off::new);
  }
}
