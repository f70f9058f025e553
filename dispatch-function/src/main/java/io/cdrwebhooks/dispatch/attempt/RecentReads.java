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
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// The records that the attempts of a held lane use, each read at most a second before. A turn's
/// first request finds the configuration of the lane, and with it the delivery that a message
/// names, and the task of that delivery. Thread-safe.
final class RecentReads {
  /// The maximum age of a record when it is used.
  private static final Duration MAX_AGE = Duration.ofSeconds(1);

  private final DispatchStores stores;
  private final RuntimeInputs inputs;
  private final ConfigurationId id;
  private final Instant firstReadAt;
  private final AtomicReference<Optional<Delivery>> firstDelivery;
  private final Optional<CdrTask> firstTask;
  private Instant refreshedAt;
  private volatile Optional<WebhookConfiguration> configuration;
  private @Nullable RuntimeException fault;

  /// Reads the configuration `id`, and with it the delivery and the task, if `work` names both.
  RecentReads(
      DispatchStores stores, RuntimeInputs inputs, ConfigurationId id, DueWork.OfLane work) {
    this.stores = stores;
    this.inputs = inputs;
    this.id = id;
    this.firstReadAt = inputs.now();
    this.refreshedAt = firstReadAt;
    FirstReads.Found found = firstRead(stores, id, work.cause());
    this.firstDelivery = new AtomicReference<>(found.delivery());
    this.firstTask = found.task();
    this.configuration = found.configuration();
  }

  private static FirstReads.Found firstRead(
      DispatchStores stores, ConfigurationId id, LaneCause cause) {
    return cause instanceof LaneCause.Waiting(DeliveryId delivery, var task, var _)
            && task.isPresent()
        ? stores.firstReads().read(id, delivery, task.get())
        : new FirstReads.Found(
            stores.configurations().find(id), Optional.empty(), Optional.empty());
  }

  /// Returns the delivery as the first request found it at most a second ago, or as it is now. It
  /// returns what that request found only once, because an attempt changes the delivery. It reads a
  /// record again that the request did not find.
  Optional<Delivery> takeDelivery(DeliveryId wanted) {
    boolean isWanted = firstDelivery.get().filter(found -> found.id().equals(wanted)).isPresent();
    Optional<Delivery> first =
        isWanted && isRecent(firstReadAt)
            ? firstDelivery.getAndSet(Optional.empty())
            : Optional.empty();
    return first.or(() -> stores.deliveries().find(wanted));
  }

  /// Returns the task as the first request found it at most a second ago, or as it is now.
  Optional<CdrTask> task(TaskId wanted) {
    return firstTask
        .filter(found -> found.taskId().equals(wanted) && isRecent(firstReadAt))
        .or(() -> stores.tasks().find(wanted));
  }

  /// Reads the configuration again, unless it was read at most a second ago.
  ///
  /// If the read fails, callers of the next second get the same exception: each of them would
  /// otherwise wait for another read to fail, while the lane's thread waits too.
  synchronized void refresh() {
    if (!isRecent(refreshedAt)) {
      fault = null;
      try {
        configuration = stores.configurations().find(id);
      } catch (RuntimeException e) {
        fault = e;
      }
      refreshedAt = inputs.now();
    }
    if (fault != null) {
      throw fault;
    }
  }

  private boolean isRecent(Instant readAt) {
    return Duration.between(readAt, inputs.now()).compareTo(MAX_AGE) < 0;
  }

  /// Returns the configuration as it was at most a second ago; empty if it was deleted.
  synchronized Optional<WebhookConfiguration> configuration() {
    refresh();
    return configuration;
  }

  /// Returns the configuration as it was last read, without waiting for another read.
  Optional<WebhookConfiguration> lastConfiguration() {
    return configuration;
  }

  /// Returns whether the configuration still is what `used` was: in the same revision, as it was at
  /// most a second ago.
  boolean isCurrent(WebhookConfiguration used) {
    return configuration().filter(now -> now.revision().equals(used.revision())).isPresent();
  }
}
