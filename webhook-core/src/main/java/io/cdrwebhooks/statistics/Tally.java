package io.cdrwebhooks.statistics;

import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.delivery.Attempt;
import io.cdrwebhooks.delivery.AttemptOutcome;
import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.delivery.DeliveryStatus;
import io.cdrwebhooks.statistics.Tallied.Slot;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;

/// Counts what happens to deliveries, until a caller drains the counts and adds them to the
/// [Statistics].
///
/// Each event counts for the whole deployment and for its configuration, if it has one, in the
/// current hour. Test deliveries are not counted. Thread-safe.
public final class Tally {
  private final InstantSource clock;
  private final Map<Slot, Counts> counts = new HashMap<>();
  private final Map<ConfigurationId, LastFailure> failures = new HashMap<>();

  public Tally(InstantSource clock) {
    this.clock = clock;
  }

  /// Counts a delivery that was recorded for the first time.
  public void recorded(Delivery delivery) {
    add(delivery, Counts.ONE_DELIVERY);
  }

  /// Counts an attempt, whether or not it could be recorded.
  public void attempted(Delivery delivery, Attempt attempt) {
    boolean succeeded = attempt.outcome() == AttemptOutcome.DELIVERED;
    add(delivery, Counts.oneAttempt(succeeded, attempt.duration()));
    if (!succeeded) {
      noteFailure(delivery, LastFailure.of(attempt));
    }
  }

  /// Counts a delivery's change to a status.
  public void moved(Delivery delivery, DeliveryStatus to) {
    switch (to) {
      case DELIVERED -> add(delivery, Counts.ONE_DELIVERED);
      case FAILED -> add(delivery, Counts.ONE_FAILED);
      case PENDING, HELD, UNROUTED -> {}
    }
  }

  /// Counts a delivery whose link was followed for the first time.
  public void linkFollowed(Delivery delivery) {
    add(delivery, Counts.ONE_LINK_FOLLOWED);
  }

  /// Returns the counts since the last call, and resets them.
  public synchronized Tallied drain() {
    Tallied taken = new Tallied(counts, failures);
    counts.clear();
    failures.clear();
    return taken;
  }

  private synchronized void add(Delivery delivery, Counts more) {
    if (delivery.isTest()) {
      return;
    }
    TimeBucket hour = TimeBucket.of(BucketSize.HOUR, clock.instant());
    counts.merge(new Slot(Series.ALL, hour), more, Counts::plus);
    delivery
        .configurationId()
        .ifPresent(id -> counts.merge(new Slot(Series.of(id), hour), more, Counts::plus));
  }

  private synchronized void noteFailure(Delivery delivery, LastFailure failure) {
    if (!delivery.isTest()) {
      delivery.configurationId().ifPresent(id -> failures.merge(id, failure, LastFailure::orLater));
    }
  }
}
