package io.cdrwebhooks.statistics;

import java.time.Duration;

/// The number of events of each kind; counts of several times or configurations can be added.
///
/// `deliveries` counts recorded deliveries. `delivered` and `failed` count changes to that status,
/// so a delivery that is sent again may count again. `linksFollowed` counts deliveries whose link
/// was followed for the first time. Test deliveries are not counted. `deliveries` and `outcomes`
/// belong to the hour in which a delivery was created, the others to the hour of their event.
public record Counts(
    long deliveries,
    long delivered,
    long failed,
    long attemptsDelivered,
    long attemptsFailed,
    long linksFollowed,
    LatencyHistogram latencies,
    Outcomes outcomes) {
  public static final Counts NONE = new Counts(0, 0, 0, 0, 0, 0, LatencyHistogram.EMPTY);

  static final Counts ONE_DELIVERY = new Counts(1, 0, 0, 0, 0, 0, LatencyHistogram.EMPTY);
  static final Counts ONE_DELIVERED = new Counts(0, 1, 0, 0, 0, 0, LatencyHistogram.EMPTY);
  static final Counts ONE_FAILED = new Counts(0, 0, 1, 0, 0, 0, LatencyHistogram.EMPTY);
  static final Counts ONE_LINK_FOLLOWED = new Counts(0, 0, 0, 0, 0, 1, LatencyHistogram.EMPTY);

  /// Creates counts without outcomes.
  public Counts(
      long deliveries,
      long delivered,
      long failed,
      long attemptsDelivered,
      long attemptsFailed,
      long linksFollowed,
      LatencyHistogram latencies) {
    this(
        deliveries,
        delivered,
        failed,
        attemptsDelivered,
        attemptsFailed,
        linksFollowed,
        latencies,
        Outcomes.NONE);
  }

  public Counts {
    if (deliveries < 0
        || delivered < 0
        || failed < 0
        || attemptsDelivered < 0
        || attemptsFailed < 0
        || linksFollowed < 0) {
      throw new IllegalArgumentException(
          "counts must not be negative: %d, %d, %d, %d, %d, %d"
              .formatted(
                  deliveries, delivered, failed, attemptsDelivered, attemptsFailed, linksFollowed));
    }
  }

  static Counts oneAttempt(boolean succeeded, Duration latency) {
    return new Counts(
        0, 0, 0, succeeded ? 1 : 0, succeeded ? 0 : 1, 0, LatencyHistogram.of(latency));
  }

  /// Returns the same counts with other outcomes.
  public Counts with(Outcomes other) {
    return new Counts(
        deliveries,
        delivered,
        failed,
        attemptsDelivered,
        attemptsFailed,
        linksFollowed,
        latencies,
        other);
  }

  /// Returns whether outcomes are counted for all recorded deliveries; an earlier version counted
  /// none.
  public boolean hasOutcomes() {
    return outcomes.recorded() >= deliveries;
  }

  public Counts plus(Counts other) {
    return new Counts(
        deliveries + other.deliveries,
        delivered + other.delivered,
        failed + other.failed,
        attemptsDelivered + other.attemptsDelivered,
        attemptsFailed + other.attemptsFailed,
        linksFollowed + other.linksFollowed,
        latencies.plus(other.latencies),
        outcomes.plus(other.outcomes));
  }
}
