package io.cdrwebhooks.delivery;

import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.report.TaskId;
import java.time.Instant;
import java.util.Optional;

/// Selects deliveries for a list: those that match every condition given here.
///
/// `from` and `until` refer to [Delivery#createdAt]; `from` is included, `until` is not. `test` is
/// [Delivery#isTest].
public record DeliveryFilter(
    Optional<TaskId> taskId,
    Optional<ConfigurationId> configurationId,
    Optional<DeliveryStatus> status,
    Optional<Instant> from,
    Optional<Instant> until,
    Optional<Boolean> test) {
  public static final DeliveryFilter ALL =
      new DeliveryFilter(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  public DeliveryFilter {
    if (from.isPresent() && until.isPresent() && !from.get().isBefore(until.get())) {
      throw new IllegalArgumentException("from must be before until: " + from + " to " + until);
    }
  }

  /// Returns the same filter, restricted to the task.
  public DeliveryFilter ofTask(TaskId wanted) {
    return new DeliveryFilter(Optional.of(wanted), configurationId, status, from, until, test);
  }

  /// Returns the same filter, restricted to the configuration.
  public DeliveryFilter ofConfiguration(ConfigurationId wanted) {
    return new DeliveryFilter(taskId, Optional.of(wanted), status, from, until, test);
  }

  /// Returns the same filter, restricted to deliveries with the status.
  public DeliveryFilter withStatus(DeliveryStatus wanted) {
    return new DeliveryFilter(taskId, configurationId, Optional.of(wanted), from, until, test);
  }

  /// Returns the same filter, restricted to deliveries from `start` on.
  public DeliveryFilter since(Instant start) {
    return new DeliveryFilter(taskId, configurationId, status, Optional.of(start), until, test);
  }

  /// Returns the same filter, restricted to deliveries before `end`.
  public DeliveryFilter before(Instant end) {
    return new DeliveryFilter(taskId, configurationId, status, from, Optional.of(end), test);
  }

  /// Returns the same filter, restricted to tests, or to deliveries that are no tests.
  public DeliveryFilter tests(boolean wanted) {
    return new DeliveryFilter(taskId, configurationId, status, from, until, Optional.of(wanted));
  }

  public boolean has(Delivery delivery) {
    return taskId.filter(wanted -> !wanted.equals(delivery.taskId())).isEmpty()
        && (configurationId.isEmpty() || configurationId.equals(delivery.configurationId()))
        && status.filter(wanted -> wanted != delivery.status()).isEmpty()
        && test.filter(wanted -> wanted != delivery.isTest()).isEmpty()
        && from.filter(delivery.createdAt()::isBefore).isEmpty()
        && until.filter(end -> !delivery.createdAt().isBefore(end)).isEmpty();
  }
}
