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
import java.util.List;
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
    addToHour(
        delivery.createdAt(),
        delivery,
        Counts.ONE_DELIVERY.with(Outcomes.ONE_RECORDED.plus(Outcomes.one(delivery))));
  }

  /// Counts a delivery that another worker has recorded as PENDING in the hour of `createdAt`.
  public synchronized void recorded(ConfigurationId configuration, Instant createdAt) {
    TimeBucket hour = TimeBucket.of(BucketSize.HOUR, createdAt);
    for (Series series : List.of(Series.ALL, Series.of(configuration))) {
      counts.merge(
          new Slot(series, hour), Counts.ONE_DELIVERY.with(Outcomes.ONE_RECORDED), Counts::plus);
    }
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
    addOutcomes(
        delivery,
        delivery.configurationId(),
        Outcomes.afterAttempt(to).minus(Outcomes.one(delivery)));
  }

  /// Counts the beginning of a new round for `configuration`. `delivery` has the state before the
  /// change; an UNROUTED one begins to count for its configuration.
  public void restarted(Delivery delivery, ConfigurationId configuration) {
    Outcomes left = Outcomes.NONE.minus(Outcomes.one(delivery));
    addOutcomes(delivery, delivery.configurationId(), left);
    if (delivery.configurationId().isEmpty()) {
      addTo(Series.of(configuration), delivery, Outcomes.ONE_RECORDED);
    }
  }

  private void addEnd(Delivery delivery, DeliveryStatus to) {
    switch (to) {
      case DELIVERED -> add(delivery, Counts.ONE_DELIVERED);
      case FAILED -> add(delivery, Counts.ONE_FAILED);
      case PENDING, HELD, UNROUTED -> {}
    }
  }

  private void addOutcomes(
      Delivery delivery, Optional<ConfigurationId> configuration, Outcomes change) {
    addTo(Series.ALL, delivery, change);
    configuration.ifPresent(id -> addTo(Series.of(id), delivery, change));
  }

  private synchronized void addTo(Series series, Delivery delivery, Outcomes change) {
    if (!delivery.isTest() && !change.equals(Outcomes.NONE)) {
      TimeBucket hour = TimeBucket.of(BucketSize.HOUR, delivery.createdAt());
      counts.merge(new Slot(series, hour), Counts.NONE.with(change), Counts::plus);
    }
  }

  /// Counts a delivery when one of its links is followed for the first time. A link without a
  /// configuration counts only for the deployment.
  public void linkFollowed(DownloadLink link) {
    if (!link.report().key().sample()) {
      addToHour(clock.instant(), link.configuration(), Counts.ONE_LINK_FOLLOWED);
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
    addToHour(clock.instant(), delivery, more);
  }

  private void addToHour(Instant at, Delivery delivery, Counts more) {
    if (!delivery.isTest()) {
      addToHour(at, delivery.configurationId(), more);
    }
  }

  private synchronized void addToHour(
      Instant at, Optional<ConfigurationId> configuration, Counts more) {
    TimeBucket hour = TimeBucket.of(BucketSize.HOUR, at);
    counts.merge(new Slot(Series.ALL, hour), more, Counts::plus);
    configuration.ifPresent(id -> counts.merge(new Slot(Series.of(id), hour), more, Counts::plus));
  }

  private synchronized void noteFailure(Delivery delivery, LastFailure failure) {
    if (!delivery.isTest()) {
      delivery.configurationId().ifPresent(id -> failures.merge(id, failure, LastFailure::orLater));
    }
  }
}
