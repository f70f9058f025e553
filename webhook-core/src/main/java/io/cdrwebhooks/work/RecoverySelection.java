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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

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

  /// Returns the configuration that gets the deliveries.
  public ConfigurationId target() {
    return target;
  }

  /// A part of the candidates, which all have the same status.
  public sealed interface Part {
    DeliveryStatus status();

    /// The deliveries that wait in the lane of the target for an attempt. While its breaker is
    /// open, overdue deliveries wait too.
    record Waiting() implements Part {
      @Override
      public DeliveryStatus status() {
        return DeliveryStatus.PENDING;
      }
    }

    /// The candidates in one list. Read it with [RecoverySelection#page]: an UNROUTED list also has
    /// deliveries of other configurations.
    record Listed(StatusShard list) implements Part {
      @Override
      public DeliveryStatus status() {
        return list.status();
      }
    }
  }

  /// Returns the parts that together have every candidate, in the order of a recovery's positions.
  /// The held deliveries are last, so that a position that an earlier version stored keeps its
  /// meaning. A recovery leaves them out unless the target is `enabled`.
  public List<Part> parts(boolean enabled) {
    List<Part> parts = new ArrayList<>();
    addLists(parts, DeliveryStatus.FAILED, Optional.of(target));
    addLists(parts, DeliveryStatus.UNROUTED, Optional.empty());
    parts.add(new Part.Waiting());
    if (enabled) {
      addLists(parts, DeliveryStatus.HELD, Optional.of(target));
    }
    return parts;
  }

  private static void addLists(
      List<Part> parts, DeliveryStatus status, Optional<ConfigurationId> configuration) {
    StatusShard.all(status, configuration).forEach(list -> parts.add(new Part.Listed(list)));
  }

  /// Reads a page of a list, with [DeliveryLists#withStatus]. From an UNROUTED list it takes only
  /// deliveries whose task has ever had the target.
  public Page<Delivery> page(
      DeliveryLists deliveries,
      StatusShard list,
      TimeRange range,
      Optional<String> cursor,
      int limit) {
    return list.status() == DeliveryStatus.UNROUTED
        ? deliveries.unrouted(list.shard(), this::wasRoutedToTarget, range, cursor, limit)
        : deliveries.withStatus(list, range, cursor, limit);
  }

  private boolean wasRoutedToTarget(TaskId task) {
    return routings(task).history().stream()
        .anyMatch(each -> each.routing().equals(new Routing.To(target)));
  }

  private TaskRoutings routings(TaskId task) {
    return read.computeIfAbsent(task, routings);
  }

  /// Returns whether a recovery restarts a delivery of a list.
  public boolean includes(Delivery delivery) {
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
