package io.cdrwebhooks.lane;

import io.cdrwebhooks.delivery.DeliveryId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The circuit breaker of a lane. While it is closed, deliveries are sent freely. While it is open,
/// one delivery at a time is sent as a probe, and the others wait.
///
/// `failed` has the different deliveries that failed since the last success; `failingSince` is the
/// time of the first failure. `probes` counts failed probes. `probeAt` is when the next probe may
/// be sent; it is present exactly while the breaker is open. Instants are whole milliseconds.
///
/// Source of the pattern: Nygard, "Release It!", chapter "Circuit Breaker".
public record Breaker(
    List<DeliveryId> failed,
    Optional<Instant> failingSince,
    int probes,
    Optional<Instant> probeAt) {
  public static final Breaker CLOSED =
      new Breaker(List.of(), Optional.empty(), 0, Optional.empty());

  public Breaker {
    failed = List.copyOf(failed);
    if (failed.isEmpty() != failingSince.isEmpty()) {
      throw new IllegalArgumentException(
          "failingSince must be set if and only if deliveries have failed");
    }
    if (failed.isEmpty() ? probeAt.isPresent() : probes > 0 && probeAt.isEmpty()) {
      throw new IllegalArgumentException(
          "only an open breaker probes, and it opens after failures: %d, %s"
              .formatted(probes, probeAt));
    }
  }

  public boolean isOpen() {
    return probeAt.isPresent();
  }

  /// Records a failed attempt. `probe` says whether it was sent because the breaker was open. A
  /// request that was in flight when the breaker opened changes nothing.
  public Breaker failed(DeliveryId delivery, boolean probe, Failure failure, BreakerRules rules) {
    if (isOpen() && !probe) {
      return with(probes, later(probeAt.orElseThrow(), failure.floor(rules)));
    }
    if (isOpen()) {
      return failingNotBefore(sinceWithoutDelay(failure.at()))
          .with(probes + 1, failure.pausedUntil(probes + 1, rules));
    }
    List<DeliveryId> all = new ArrayList<>(failed);
    if (!all.contains(delivery)) {
      all.add(delivery);
    }
    Optional<Instant> opened =
        all.size() >= rules.threshold()
            ? Optional.of(failure.pausedUntil(0, rules))
            : Optional.empty();
    return new Breaker(all, failingSince.or(() -> Optional.of(failure.at())), 0, opened);
  }

  /// Returns the beginning of the failures, moved later by the time by which the probe was late: a
  /// fault on our side may have delayed it.
  private Instant sinceWithoutDelay(Instant now) {
    Duration late = Duration.between(probeAt.orElseThrow(), now);
    Instant since = failingSince.orElseThrow();
    return late.isNegative() ? since : since.plus(late);
  }

  /// Allows the next probe at once, because a person says that the receiver works again.
  public Breaker probeNow(Instant now) {
    return isOpen() ? with(probes, now) : this;
  }

  /// Lets the failures begin at `at` if they began earlier.
  Breaker failingNotBefore(Instant at) {
    return new Breaker(failed, failingSince.map(since -> later(since, at)), probes, probeAt);
  }

  private Breaker with(int probesFailed, Instant next) {
    return new Breaker(failed, failingSince, probesFailed, Optional.of(next));
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }

  /// The time of a failure, the receiver's `Retry-After`, and a number from 0 to 1 that spreads the
  /// probes of different lanes.
  public record Failure(Instant at, Optional<Duration> retryAfter, double random) {
    private Instant pausedUntil(int probes, BreakerRules rules) {
      return later(at.plus(rules.pauseAfter(probes, random)), floor(rules));
    }

    private Instant floor(BreakerRules rules) {
      Duration asked = retryAfter.orElse(Duration.ZERO);
      return at.plus(
          asked.compareTo(rules.longestRetryAfter()) > 0 ? rules.longestRetryAfter() : asked);
    }
  }
}
