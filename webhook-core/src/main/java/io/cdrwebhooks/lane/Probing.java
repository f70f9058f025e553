package io.cdrwebhooks.lane;

import io.cdrwebhooks.delivery.DeliveryId;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// The [Breaker] during a turn, and the probe that is in flight while it is open.
final class Probing {
  private final BreakerRules rules;
  private Breaker breaker;
  private Optional<Instant> probedUpTo;
  private Optional<DeliveryId> probe = Optional.empty();
  private boolean askedDuringProbe;

  Probing(Lane.State state, BreakerRules rules) {
    this.rules = rules;
    this.breaker = state.breaker();
    this.probedUpTo = state.probedUpTo();
  }

  Breaker breaker() {
    return breaker;
  }

  Optional<Instant> probedUpTo() {
    return probedUpTo;
  }

  boolean isUnderWay() {
    return probe.isPresent();
  }

  void begin(DeliveryId delivery) {
    probe = Optional.of(delivery);
    askedDuringProbe = false;
  }

  /// Handles the end of an attempt. Returns whether it was the probe.
  boolean ended(DeliveryId delivery) {
    boolean wasProbe = probe.equals(Optional.of(delivery));
    probe = probe.filter(_ -> !wasProbe);
    return wasProbe;
  }

  /// Allows a probe at once, because a person says that the receiver works again. A probe in flight
  /// may have begun before that: if it fails, another one follows.
  void probeNow(Instant now) {
    breaker = breaker.probeNow(now);
    askedDuringProbe = isUnderWay();
  }

  void succeeded() {
    breaker = Breaker.CLOSED;
  }

  void failed(DeliveryId delivery, boolean wasProbe, Breaker.Failure failure) {
    breaker = breaker.failed(delivery, wasProbe, failure, rules);
    if (wasProbe && askedDuringProbe) {
      probeNow(failure.at());
    }
  }

  /// Handles a failed request that carried a notice, not a delivery. While the breaker is open, it
  /// counts as a failed probe, because it was sent instead of one.
  void noticeFailed(Breaker.Failure failure) {
    if (breaker.isOpen()) {
      breaker = breaker.failed(breaker.failed().getFirst(), true, failure, rules);
    }
  }

  /// Returns the oldest delivery whose round has lasted `roundLasts`, if the receiver has failed
  /// for that time, too.
  Optional<Waiting> expired(Backlog oldest, Duration roundLasts, Instant now) {
    Instant begunBy = now.minus(roundLasts);
    return breaker
        .failingSince()
        .filter(since -> !since.isAfter(begunBy))
        .flatMap(_ -> oldest.first(each -> !each.roundBeganAt().isAfter(begunBy), now));
  }

  /// Chooses the delivery of the next probe. Each probe takes another delivery, even if all are due
  /// at the same time because a person has made them due now.
  Optional<DeliveryId> candidate(Backlog oldest, Instant now) {
    Instant after = probedUpTo.orElse(Instant.MIN);
    Optional<Waiting> candidate =
        oldest
            .first(each -> each.dueAt().isAfter(after), now)
            .or(() -> oldest.inTurn(breaker.probes(), now));
    probedUpTo = candidate.map(Waiting::dueAt);
    return candidate.map(Waiting::id);
  }
}
