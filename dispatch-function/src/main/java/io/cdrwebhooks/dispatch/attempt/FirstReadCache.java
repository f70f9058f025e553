package io.cdrwebhooks.dispatch.attempt;

import io.cdrwebhooks.configuration.CdrTask;
import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.configuration.WebhookConfiguration;
import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.delivery.DeliveryId;
import io.cdrwebhooks.dispatch.inputs.DispatchStores;
import io.cdrwebhooks.dispatch.inputs.RuntimeInputs;
import io.cdrwebhooks.lane.FirstReads;
import io.cdrwebhooks.report.TaskId;
import io.cdrwebhooks.work.DueWork;
import io.cdrwebhooks.work.LaneCause;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/// The records that a turn's first request finds: the configuration of the lane, and with it the
/// delivery that a message names, and the task of that delivery. For [SendConditions#MAX_AGE] they
/// replace reads of the stores. Thread-safe.
final class FirstReadCache {
  private final DispatchStores stores;
  private final RuntimeInputs inputs;
  private final Instant readAt;
  private final Optional<FirstRead> first;
  private final Optional<WebhookConfiguration> configuration;
  private final AtomicBoolean deliveryTaken = new AtomicBoolean();

  /// Reads the configuration `id`, and with it the delivery and the task, if `work` names both.
  FirstReadCache(
      DispatchStores stores, RuntimeInputs inputs, ConfigurationId id, DueWork.OfLane work) {
    this.stores = stores;
    this.inputs = inputs;
    this.readAt = inputs.now();
    this.first =
        work.cause() instanceof LaneCause.Waiting(DeliveryId delivery, var task, var _)
            ? task.map(of -> read(id, delivery, of))
            : Optional.empty();
    this.configuration =
        first.isPresent() ? first.get().found().configuration() : stores.configurations().find(id);
  }

  private FirstRead read(ConfigurationId id, DeliveryId delivery, TaskId task) {
    return new FirstRead(delivery, task, stores.firstReads().read(id, delivery, task));
  }

  private record FirstRead(DeliveryId delivery, TaskId task, FirstReads.Found found) {}

  Instant readAt() {
    return readAt;
  }

  /// Returns the configuration as the first request found it.
  Optional<WebhookConfiguration> configuration() {
    return configuration;
  }

  /// Returns the delivery as the first request found it at most a second ago, or as it is now. It
  /// returns what that request found only once, because an attempt changes the delivery.
  Optional<Delivery> takeDelivery(DeliveryId wanted) {
    Optional<FirstRead> read =
        first.filter(
            each -> each.delivery().equals(wanted) && isFresh() && !deliveryTaken.getAndSet(true));
    return read.isPresent() ? read.get().found().delivery() : stores.deliveries().find(wanted);
  }

  /// Returns the task as the first request found it at most a second ago, or as it is now.
  Optional<CdrTask> task(TaskId wanted) {
    Optional<FirstRead> read = first.filter(each -> each.task().equals(wanted) && isFresh());
    return read.isPresent() ? read.get().found().task() : stores.tasks().find(wanted);
  }

  private boolean isFresh() {
    return Duration.between(readAt, inputs.now()).compareTo(SendConditions.MAX_AGE) < 0;
  }
}
