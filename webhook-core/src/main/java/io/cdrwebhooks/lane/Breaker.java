package io.cdrwebhooks.lane;

import static java.util.Comparator.naturalOrder;

import io.cdrwebhooks.delivery.DeliveryId;
import io.cdrwebhooks.time.Durations;
import io.cdrwebhooks.time.Instants;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The circuit breaker of a lane. While it is closed, deliveries are sent freely. While it is open,
/// one delivery at a time is sent as a probe, and the others wait.
///
/// `failed` has the different deliveries that failed since the last success; `failingSince` is the
/// time of the first failure. `probes` counts failed probes. `probeAt` is when the next probe may
/// be sent; it is present exactly while the breaker is open. `askedUntil` is the latest time until
/// which the receiver asked for a pause since then, by `Retry-After`; no probe is sent earlier.
/// Instants are whole milliseconds.
///
/// Source of the pattern: Nygard, "Release It!", chapter "Circuit Breaker".
public record Breaker(
    List<DeliveryId> failed,
    Optional<Instant> failingSince,
    int probes,
    Optional<Instant> probeAt,
    Optional<Instant> askedUntil) {
  public static final Breaker CLOSED =
      new Breaker(List.of(), Optional.empty(), 0, Optional.empty(), Optional.empty());

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
  /// request that was in flight when the breaker opened changes nothing but `askedUntil`.
  public Breaker failed(DeliveryId delivery, boolean probe, Failure failure, BreakerRules rules) {
    Breaker asked = asked(failure.askedUntil(rules));
    if (isOpen() && !probe) {
      return asked.with(probes, probeAt.orElseThrow());
    }
    if (isOpen()) {
      return asked
          .failingNotBefore(sinceWithoutDelay(failure.at()))
          .with(probes + 1, failure.pausedUntil(probes + 1, rules));
    }
    Breaker more = asked.with(delivery, failure.at());
    return more.failed.size() >= rules.threshold()
        ? more.with(0, failure.pausedUntil(0, rules))
        : more;
  }

  /// Returns the beginning of the failures, plus the delay of the probe, because a fault on our
  /// side may have caused that delay.
  private Instant sinceWithoutDelay(Instant now) {
    Duration late = Duration.between(probeAt.orElseThrow(), now);
    Instant since = failingSince.orElseThrow();
    return late.isNegative() ? since : since.plus(late);
  }

  /// Allows the next probe at once, because a person says that the receiver works again, or has
  /// changed its URL. If that probe fails, the pauses start again from the shortest.
  public Breaker probeNow(Instant now) {
    return isOpen()
        ? new Breaker(failed, failingSince, 0, Optional.of(now), Optional.empty())
        : this;
  }

  /// Moves the start of the failures to `at` if it was earlier.
  Breaker failingNotBefore(Instant at) {
    return new Breaker(
        failed, failingSince.map(since -> Instants.later(since, at)), probes, probeAt, askedUntil);
  }

  private Breaker asked(Optional<Instant> until) {
    Optional<Instant> latest =
        Stream.of(askedUntil, until).flatMap(Optional::stream).max(naturalOrder());
    return new Breaker(failed, failingSince, probes, probeAt, latest);
  }

  private Breaker with(DeliveryId delivery, Instant failedAt) {
    List<DeliveryId> all = new ArrayList<>(failed);
    if (!all.contains(delivery)) {
      all.add(delivery);
    }
    return new Breaker(all, failingSince.or(() -> Optional.of(failedAt)), 0, probeAt, askedUntil);
  }

  private Breaker with(int probesFailed, Instant next) {
    Instant notBefore = askedUntil.map(asked -> Instants.later(next, asked)).orElse(next);
    return new Breaker(failed, failingSince, probesFailed, Optional.of(notBefore), askedUntil);
  }

  /// The time of a failure, the receiver's `Retry-After`, and a number from 0 to 1 that spreads the
  /// probes of different lanes.
  public record Failure(Instant at, Optional<Duration> retryAfter, double random) {
    private Instant pausedUntil(int probes, BreakerRules rules) {
      return at.plus(rules.pauseAfter(probes, random));
    }

    private Optional<Instant> askedUntil(BreakerRules rules) {
      Duration most = rules.longestRetryAfter();
      return retryAfter.map(asked -> at.plus(Durations.shorter(asked, most)));
    }
  }
}
