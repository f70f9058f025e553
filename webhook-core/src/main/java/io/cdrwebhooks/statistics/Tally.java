package io.cdrwebhooks.statistics;

import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.delivery.Attempt;
import io.cdrwebhooks.delivery.AttemptOutcome;
import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.delivery.DeliveryStatus;
import io.cdrwebhooks.link.DownloadLink;
import io.cdrwebhooks.statistics.CollectedCounts.Slot;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Counts events of deliveries, until a caller drains the counts and adds them to the [Statistics].
///
/// Each event counts for the whole deployment and for its configuration, if it has one, in the
/// current hour. A delivery and its state ([Outcomes]) count in the hour in which it was created:
/// while that is the current hour, this costs no further write. Test deliveries are not counted.
/// Thread-safe.
public final class Tally {
  private final InstantSource clock;
  private final Map<Slot, Counts> counts = new HashMap<>();
  private final Map<ConfigurationId, LastFailure> failures = new HashMap<>();

  public Tally(InstantSource clock) {
    this.clock = clock;
  }

  /// Counts a delivery that was recorded for the first time.
  public void recorded(Delivery delivery) {
    add(
        delivery.createdAt(),
        delivery,
        Counts.ONE_DELIVERY.with(Outcomes.ONE_RECORDED.plus(Outcomes.one(delivery))));
  }

  /// Counts a delivery that another worker has recorded as PENDING in the hour of `createdAt`.
  public void recorded(ConfigurationId configuration, Instant createdAt) {
    add(createdAt, Optional.of(configuration), Counts.ONE_DELIVERY.with(Outcomes.ONE_RECORDED));
  }

  /// Counts an attempt, whether or not it could be recorded.
  public void attempted(Delivery delivery, Attempt attempt) {
    boolean succeeded = attempt.outcome() == AttemptOutcome.DELIVERED;
    add(delivery, Counts.oneAttempt(succeeded, attempt.duration()));
    if (!succeeded) {
      noteFailure(delivery, LastFailure.of(attempt));
    }
  }

  /// Counts a delivery that was recorded with a status that ends it.
  public void ended(Delivery delivery) {
    addEnd(delivery, delivery.status());
  }

  /// Counts a delivery's change to a status, after an attempt or without one. `delivery` has the
  /// state before the change.
  public void moved(Delivery delivery, DeliveryStatus to) {
    addEnd(delivery, to);
    addOutcomes(delivery, Outcomes.afterAttempt(to).minus(Outcomes.one(delivery)));
  }

  /// Counts the beginning of a new round for `configuration`. `delivery` has the state before the
  /// change; an UNROUTED one begins to count for its configuration.
  public void restarted(Delivery delivery, ConfigurationId configuration) {
    addOutcomes(delivery, Outcomes.NONE.minus(Outcomes.one(delivery)));
    if (delivery.configurationId().isEmpty()) {
      add(Series.of(configuration), delivery.createdAt(), Counts.NONE.with(Outcomes.ONE_RECORDED));
    }
  }

  private void addEnd(Delivery delivery, DeliveryStatus to) {
    switch (to) {
      case DELIVERED -> add(delivery, Counts.ONE_DELIVERED);
      case FAILED -> add(delivery, Counts.ONE_FAILED);
      case PENDING, HELD, UNROUTED -> {}
    }
  }

  private void addOutcomes(Delivery delivery, Outcomes change) {
    add(delivery.createdAt(), delivery, Counts.NONE.with(change));
  }

  /// Counts a delivery when one of its links is followed for the first time. A link without a
  /// configuration counts only for the deployment.
  public void linkFollowed(DownloadLink link) {
    if (!link.report().key().sample()) {
      add(clock.instant(), link.configuration(), Counts.ONE_LINK_FOLLOWED);
    }
  }

  /// Returns the counts since the last call, and resets them.
  public synchronized CollectedCounts drain() {
    // Changes may cancel each other.
    counts.values().removeIf(Counts.NONE::equals);
    CollectedCounts taken = new CollectedCounts(counts, failures);
    counts.clear();
    failures.clear();
    return taken;
  }

  private void add(Delivery delivery, Counts more) {
    add(clock.instant(), delivery, more);
  }

  private void add(Instant at, Delivery delivery, Counts more) {
    if (!delivery.isTest()) {
      add(at, delivery.configurationId(), more);
    }
  }

  private synchronized void add(Instant at, Optional<ConfigurationId> configuration, Counts more) {
    add(Series.ALL, at, more);
    configuration.ifPresent(id -> add(Series.of(id), at, more));
  }

  private synchronized void add(Series series, Instant at, Counts more) {
    counts.merge(new Slot(series, TimeBucket.of(BucketSize.HOUR, at)), more, Counts::plus);
  }

  private synchronized void noteFailure(Delivery delivery, LastFailure failure) {
    if (!delivery.isTest()) {
      delivery.configurationId().ifPresent(id -> failures.merge(id, failure, LastFailure::orLater));
    }
  }
}
