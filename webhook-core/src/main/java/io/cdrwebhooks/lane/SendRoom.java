package io.cdrwebhooks.lane;

import io.cdrwebhooks.configuration.SendLimits;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/// How many requests a lane may have open, and when it may send the next. A lane begins with a few
/// places, and has one more after each success.
final class SendRoom {
  /// The number of places just after the breaker has closed.
  private static final int FIRST_PLACES = 2;

  private final int threshold;
  private SendLimits limits;
  private OptionalInt places;
  private Optional<Instant> nextSendAt;

  SendRoom(Lane.State state, SendLimits limits, BreakerRules rules) {
    this.threshold = rules.threshold();
    this.limits = limits;
    this.places = state.places();
    this.nextSendAt = state.nextSendAt();
  }

  void limitTo(SendLimits now) {
    limits = now;
  }

  int maxInFlight() {
    return limits.maxInFlight();
  }

  /// Returns how many requests may be open after `failed` failures: those in flight first decide
  /// whether the breaker opens.
  int places(int failed) {
    int most = Math.min(limits.maxInFlight(), places.orElse(threshold));
    return failed == 0 ? most : Math.min(most, threshold - failed);
  }

  /// Notices a success; `wasOpen` says whether it closed the breaker.
  void succeeded(boolean wasOpen) {
    int next = wasOpen ? FIRST_PLACES : places.orElse(threshold) + 1;
    places = OptionalInt.of(Math.min(next, SendLimits.MOST_IN_FLIGHT));
  }

  /// Notices a request, which delays the next one.
  void sent(Instant now) {
    limits.betweenRequests().ifPresent(pause -> nextSendAt = Optional.of(now.plus(pause)));
  }

  /// Allows no request before `at`.
  void pace(Instant at) {
    nextSendAt = Optional.of(later(at));
  }

  /// Returns when the next probe may be sent: a fault of ours may have delayed it.
  Optional<Instant> probeAt(Breaker breaker) {
    return breaker.probeAt().map(this::later);
  }

  private Instant later(Instant at) {
    return nextSendAt.filter(at::isBefore).orElse(at);
  }

  Optional<Instant> nextSendAt() {
    return nextSendAt;
  }

  OptionalInt places() {
    return places;
  }
}
