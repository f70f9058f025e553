package io.cdrwebhooks.work;

import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.configuration.Routing;
import io.cdrwebhooks.configuration.TaskRoutings;
import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.delivery.DeliveryLists;
import io.cdrwebhooks.delivery.DeliveryLists.StatusShard;
import io.cdrwebhooks.delivery.DeliveryStatus;
import io.cdrwebhooks.delivery.TimeRange;
import io.cdrwebhooks.paging.Page;
import io.cdrwebhooks.report.TaskId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Stream;

/// Selects the deliveries that a recovery sends again: deliveries that failed or are held for its
/// configuration, and UNROUTED deliveries whose reports were uploaded before their task existed.
/// Only the first configuration of a task gets these UNROUTED ones.
///
/// It leaves out failed tests, because no receiver misses their sample, and deliveries that were
/// sent again under another id: their copies are selected instead, if they failed too.
public final class RecoverySelection {
  private final ConfigurationId target;
  private final Function<TaskId, TaskRoutings> routings;
  private final Map<TaskId, TaskRoutings> read = new ConcurrentHashMap<>();

  /// `routings` reads the routings of a task. The selection keeps each result, since a task has
  /// many reports.
  public RecoverySelection(ConfigurationId target, Function<TaskId, TaskRoutings> routings) {
    this.target = target;
    this.routings = routings;
  }

  /// Returns the lists of [DeliveryLists#withStatus] that together hold every failed or UNROUTED
  /// candidate, in the order in which a recovery reads them. Only the UNROUTED lists may also have
  /// deliveries of other configurations: read them with [#page].
  public List<StatusShard> lists() {
    return Stream.concat(
            StatusShard.all(DeliveryStatus.FAILED, Optional.of(target)).stream(),
            StatusShard.all(DeliveryStatus.UNROUTED, Optional.empty()).stream())
        .toList();
  }

  /// Reads a page of one of these lists, with [DeliveryLists#withStatus]. From an UNROUTED list it
  /// takes only deliveries whose task has ever had the target.
  public Page<Delivery> page(
      DeliveryLists deliveries,
      StatusShard list,
      TimeRange range,
      Optional<String> cursor,
      int limit) {
    return list.status() == DeliveryStatus.UNROUTED
        ? deliveries.unrouted(list.shard(), this::hasHadTarget, range, cursor, limit)
        : deliveries.withStatus(list, range, cursor, limit);
  }

  private boolean hasHadTarget(TaskId task) {
    return routings(task).history().stream()
        .anyMatch(each -> each.routing().equals(new Routing.To(target)));
  }

  private TaskRoutings routings(TaskId task) {
    return read.computeIfAbsent(task, routings);
  }

  /// Returns the lists of held deliveries. A recovery reads them last, after it has made pending
  /// deliveries due: so a position that an earlier version stored keeps its meaning.
  public List<StatusShard> heldLists() {
    return StatusShard.all(DeliveryStatus.HELD, Optional.of(target));
  }

  public boolean takes(Delivery delivery) {
    if (delivery.isTest() || !delivery.trace().copies().isEmpty()) {
      return false;
    }
    Optional<ConfigurationId> wanted = Optional.of(target);
    return switch (delivery.status()) {
      case FAILED, HELD -> delivery.configurationId().equals(wanted);
      case UNROUTED -> routings(delivery.taskId()).firstFor(delivery.uploadedAt()).equals(wanted);
      case PENDING, DELIVERED -> false;
    };
  }
}
