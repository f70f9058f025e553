package io.cdrwebhooks.delivery;

import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.report.TaskId;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

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
    return with(conditions -> conditions.taskId = Optional.of(wanted));
  }

  /// Returns the same filter, restricted to the configuration.
  public DeliveryFilter ofConfiguration(ConfigurationId wanted) {
    return with(conditions -> conditions.configurationId = Optional.of(wanted));
  }

  /// Returns the same filter, restricted to deliveries with the status.
  public DeliveryFilter withStatus(DeliveryStatus wanted) {
    return with(conditions -> conditions.status = Optional.of(wanted));
  }

  /// Returns the same filter, restricted to deliveries from `start` on.
  public DeliveryFilter since(Instant start) {
    return with(conditions -> conditions.from = Optional.of(start));
  }

  /// Returns the same filter, restricted to deliveries before `end`.
  public DeliveryFilter before(Instant end) {
    return with(conditions -> conditions.until = Optional.of(end));
  }

  /// Returns the same filter, restricted to deliveries from `start` on and before `end`.
  public DeliveryFilter between(Instant start, Instant end) {
    return with(
        conditions -> {
          conditions.from = Optional.of(start);
          conditions.until = Optional.of(end);
        });
  }

  /// Returns the same filter, restricted to tests, or to deliveries that are no tests.
  public DeliveryFilter tests(boolean wanted) {
    return with(conditions -> conditions.test = Optional.of(wanted));
  }

  private DeliveryFilter with(Consumer<Conditions> change) {
    Conditions conditions = new Conditions(this);
    change.accept(conditions);
    return conditions.filter();
  }

  public boolean has(Delivery delivery) {
    return taskId.filter(wanted -> !wanted.equals(delivery.taskId())).isEmpty()
        && (configurationId.isEmpty() || configurationId.equals(delivery.configurationId()))
        && status.filter(wanted -> wanted != delivery.status()).isEmpty()
        && test.filter(wanted -> wanted != delivery.isTest()).isEmpty()
        && from.filter(delivery.createdAt()::isBefore).isEmpty()
        && until.filter(end -> !delivery.createdAt().isBefore(end)).isEmpty();
  }

  /// A copy of the conditions that one method changes.
  private static final class Conditions {
    private Optional<TaskId> taskId;
    private Optional<ConfigurationId> configurationId;
    private Optional<DeliveryStatus> status;
    private Optional<Instant> from;
    private Optional<Instant> until;
    private Optional<Boolean> test;

    private Conditions(DeliveryFilter copied) {
      taskId = copied.taskId;
      configurationId = copied.configurationId;
      status = copied.status;
      from = copied.from;
      until = copied.until;
      test = copied.test;
    }

    private DeliveryFilter filter() {
      return new DeliveryFilter(taskId, configurationId, status, from, until, test);
    }
  }
}
