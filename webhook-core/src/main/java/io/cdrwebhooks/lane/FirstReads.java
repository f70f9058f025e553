package io.cdrwebhooks.lane;

import io.cdrwebhooks.configuration.CdrTask;
import io.cdrwebhooks.configuration.CdrTasks;
import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.configuration.WebhookConfiguration;
import io.cdrwebhooks.configuration.WebhookConfigurations;
import io.cdrwebhooks.delivery.Deliveries;
import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.delivery.DeliveryId;
import io.cdrwebhooks.report.TaskId;
import java.util.Optional;

/// Reads what the turn of a lane needs first: its configuration, the delivery that its message
/// names, and the task of that. Every read is consistent, but the records may be from different
/// times.
@FunctionalInterface
public interface FirstReads {
  Found read(ConfigurationId configuration, DeliveryId delivery, TaskId task);

  /// The stored records; each is empty if it was deleted.
  record Found(
      Optional<WebhookConfiguration> configuration,
      Optional<Delivery> delivery,
      Optional<CdrTask> task) {}

  /// Reads them one after the other.
  static FirstReads separately(
      WebhookConfigurations configurations, Deliveries deliveries, CdrTasks tasks) {
    return (configuration, delivery, task) ->
        new Found(configurations.find(configuration), deliveries.find(delivery), tasks.find(task));
  }
}
