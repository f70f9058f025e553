package io.cdrwebhooks.configapi.deliveries;

import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.delivery.RetrySchedule;
import io.cdrwebhooks.lane.Breaker;
import io.cdrwebhooks.time.Instants;
import java.time.Instant;
import java.util.Optional;

/// The cause of a delivery's wait, and its remaining attempts. While the delivery is PENDING,
/// `attemptsLeft` is the most attempts that follow, probes not included, and `givesUpAt` estimates
/// when the last one is made. Both are empty otherwise.
record WaitState(
    Optional<WaitsFor> waitsFor, Optional<Integer> attemptsLeft, Optional<Instant> givesUpAt) {
  private static final RetrySchedule SCHEDULE = RetrySchedule.STANDARD;

  private static final WaitState ENDED =
      new WaitState(Optional.empty(), Optional.empty(), Optional.empty());

  /// `breaker` is the breaker of the delivery's lane; only a PENDING delivery needs it. `isEnabled`
  /// is false if its configuration is disabled and its receiver fails.
  static WaitState of(Delivery delivery, Breaker breaker, boolean isEnabled, Instant now) {
    return switch (delivery.status()) {
      case PENDING -> ofPending(delivery, breaker, isEnabled, now);
      case HELD ->
          new WaitState(Optional.of(WaitsFor.ENABLING), Optional.empty(), Optional.empty());
      case DELIVERED, FAILED, UNROUTED -> ENDED;
    };
  }

  private static WaitState ofPending(
      Delivery delivery, Breaker breaker, boolean isEnabled, Instant now) {
    int left = delivery.isTest() ? 1 : SCHEDULE.attemptsLeft(delivery.progress().steps());
    return new WaitState(
        Optional.of(WaitsFor.of(delivery, breaker, isEnabled, now)),
        Optional.of(left),
        Optional.of(givesUpAt(delivery, breaker, now)));
  }

  /// While the receiver fails, probes use no step of the schedule.
  private static Instant givesUpAt(Delivery delivery, Breaker breaker, Instant now) {
    Instant next = Instants.later(delivery.progress().nextAttemptAt().orElse(now), now);
    if (delivery.isTest()) {
      return next;
    }
    return breaker
        .failingSince()
        .filter(_ -> breaker.isOpen())
        .map(since -> SCHEDULE.endWhileFailing(delivery.roundBeganAt(), since))
        .map(end -> Instants.later(end, now))
        .orElseGet(() -> SCHEDULE.lastAttemptAt(delivery.progress().steps() + 1, next));
  }
}
