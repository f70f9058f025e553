package io.cdrwebhooks.delivery;

import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.delivery.Deliveries.StatusShard;
import io.cdrwebhooks.report.TaskId;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Which deliveries a recovery sends again: those that failed for its configuration, and those that
/// had no receiver and whose task now routes to it.
///
/// `route` says where a task's reports go now, empty when nowhere. The sample of a test that failed
/// is no report that anybody misses, so it is left alone.
public record RecoverySelection(
    ConfigurationId target, Function<TaskId, Optional<ConfigurationId>> route) {
  /// The lists of [Deliveries#withStatus] that hold every delivery that can be taken, in the order
  /// in which a recovery goes through them.
  public static final List<StatusShard> LANES =
      Stream.of(DeliveryStatus.FAILED, DeliveryStatus.UNROUTED)
          .flatMap(
              status ->
                  IntStream.range(0, Deliveries.STATUS_SHARDS)
                      .mapToObj(shard -> new StatusShard(status, shard)))
          .toList();

  public boolean takes(Delivery delivery) {
    if (delivery.report().key().sample()) {
      return false;
    }
    Optional<ConfigurationId> wanted = Optional.of(target);
    return switch (delivery.status()) {
      case FAILED -> delivery.configurationId().equals(wanted);
      case UNROUTED -> route.apply(delivery.taskId()).equals(wanted);
      case PENDING, DELIVERED, HELD -> false;
    };
  }
}
