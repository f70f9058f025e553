package io.cdrwebhooks.work;

import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.configuration.TaskRoutings;
import io.cdrwebhooks.delivery.Deliveries.StatusShard;
import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.delivery.DeliveryStatus;
import io.cdrwebhooks.report.TaskId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Stream;

/// Selects the deliveries that a recovery sends again: those that failed or are held for its
/// configuration, and UNROUTED ones, whose reports were uploaded before their task existed. Only
/// the first configuration of a task gets these.
///
/// It leaves out failed tests, because no receiver misses their sample.
public final class RecoverySelection {
  private final ConfigurationId target;
  private final Function<TaskId, TaskRoutings> routings;
  private final Map<TaskId, TaskRoutings> read = new ConcurrentHashMap<>();

  /// `routings` reads the routings of a task. Each result is kept, since a task has many reports.
  public RecoverySelection(ConfigurationId target, Function<TaskId, TaskRoutings> routings) {
    this.target = target;
    this.routings = routings;
  }

  /// Returns the lists of [Deliveries#withStatus] that together hold every failed or UNROUTED
  /// candidate, in the order in which a recovery reads them. Only the UNROUTED lists may also have
  /// deliveries of other configurations.
  public List<StatusShard> lists() {
    return Stream.concat(
            StatusShard.all(DeliveryStatus.FAILED, Optional.of(target)).stream(),
            StatusShard.all(DeliveryStatus.UNROUTED, Optional.empty()).stream())
        .toList();
  }

  /// Returns the lists of held deliveries. A recovery reads them last, after it has pulled pending
  /// deliveries forward: then a position that an earlier version has stored keeps its meaning.
  public List<StatusShard> heldLists() {
    return StatusShard.all(DeliveryStatus.HELD, Optional.of(target));
  }

  public boolean takes(Delivery delivery) {
    if (delivery.report().key().sample()) {
      return false;
    }
    Optional<ConfigurationId> wanted = Optional.of(target);
    return switch (delivery.status()) {
      case FAILED, HELD -> delivery.configurationId().equals(wanted);
      case UNROUTED ->
          read.computeIfAbsent(delivery.taskId(), routings)
              .firstFor(delivery.uploadedAt())
              .equals(wanted);
      case PENDING, DELIVERED -> false;
    };
  }
}
