package io.cdrwebhooks.lane;

import io.cdrwebhooks.terms.SendLimits;
import io.cdrwebhooks.time.Instants;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/// Limits how many requests a lane may have open, and when it may send the next one. Like a TCP
/// congestion window, it begins with a few places for open requests and gets one more after each
/// success.
final class SendWindow {
  /// The number of places just after the breaker has closed.
  private static final int FIRST_PLACES = 2;

  private final int threshold;
  private SendLimits limits;
  private OptionalInt places;
  private Optional<Instant> nextSendAt;

  SendWindow(Lane.State state, SendLimits limits, BreakerRules rules) {
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

  /// Returns how many requests may be open after `failed` failures in a row. After a failure, just
  /// enough are open to open the breaker if all of them fail.
  int places(int failed) {
    int most = Math.min(limits.maxInFlight(), places.orElse(threshold));
    return failed == 0 ? most : Math.min(most, threshold - failed);
  }

  /// Handles a success; `wasOpen` says whether it closed the breaker.
  void succeeded(boolean wasOpen) {
    int next = wasOpen ? FIRST_PLACES : places.orElse(threshold) + 1;
    places = OptionalInt.of(Math.min(next, SendLimits.MAX_IN_FLIGHT));
  }

  /// Handles a sent request, which delays the next one by the rate limit.
  void sent(Instant now) {
    limits.betweenRequests().ifPresent(pause -> nextSendAt = Optional.of(now.plus(pause)));
  }

  /// Allows no request before `at`.
  void sendNotBefore(Instant at) {
    nextSendAt = Optional.of(later(at));
  }

  /// Returns when the next probe may be sent; the pace or a fault on our side may delay it.
  Optional<Instant> probeAt(Breaker breaker) {
    return breaker.probeAt().map(this::later);
  }

  private Instant later(Instant at) {
    return nextSendAt.map(next -> Instants.later(next, at)).orElse(at);
  }

  Optional<Instant> nextSendAt() {
    return nextSendAt;
  }

  OptionalInt places() {
    return places;
  }
}
