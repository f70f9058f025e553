package io.cdrwebhooks.delivery;

import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.report.TaskId;
import java.time.Instant;
import java.util.Optional;

/// Selects deliveries for a list: those that match every condition given here.
///
/// `from` and `until` refer to [Delivery#createdAt]; `from` is included, `until` is not.
public record DeliveryFilter(
    Optional<TaskId> taskId,
    Optional<ConfigurationId> configurationId,
    Optional<DeliveryStatus> status,
    Optional<Instant> from,
    Optional<Instant> until) {
  public static final DeliveryFilter ALL =
      new DeliveryFilter(
          Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

  public DeliveryFilter {
    if (from.isPresent() && until.isPresent() && !from.get().isBefore(until.get())) {
      throw new IllegalArgumentException("from must be before until: " + from + " to " + until);
    }
  }

  public static DeliveryFilter of(TaskId taskId) {
    return new DeliveryFilter(
        Optional.of(taskId), ALL.configurationId, ALL.status, ALL.from, ALL.until);
  }

  /// Returns the same filter, restricted to deliveries from `instant` on.
  public DeliveryFilter since(Instant instant) {
    return new DeliveryFilter(taskId, configurationId, status, Optional.of(instant), until);
  }

  /// Returns the same filter, restricted to deliveries from `start` on and before `end`.
  public DeliveryFilter between(Instant start, Instant end) {
    return new DeliveryFilter(
        taskId, configurationId, status, Optional.of(start), Optional.of(end));
  }

  public boolean has(Delivery delivery) {
    return taskId.filter(wanted -> !wanted.equals(delivery.taskId())).isEmpty()
        && (configurationId.isEmpty() || configurationId.equals(delivery.configurationId()))
        && status.filter(wanted -> wanted != delivery.status()).isEmpty()
        && from.filter(delivery.createdAt()::isBefore).isEmpty()
        && until.filter(end -> !delivery.createdAt().isBefore(end)).isEmpty();
  }
}
