package io.cdrwebhooks.delivery;

import io.cdrwebhooks.time.Durations;
import io.cdrwebhooks.time.Instants;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Computes when the next attempt of a round is made. Waits grow, and jitter makes each up to a
/// tenth longer, so that deliveries that failed together are not retried together.
///
/// `waits` has the wait after each attempt except the last, so a round has one attempt more than
/// waits. `longestRetryAfter` limits a receiver's `Retry-After`. The limits that follow from these
/// two values are methods here, so that another schedule changes them all.
public record RetrySchedule(List<Duration> waits, Duration longestRetryAfter) {
  /// 13 attempts over some 76 hours. The receiver guide has the table.
  public static final RetrySchedule STANDARD =
      new RetrySchedule(
          List.of(
              Duration.ofSeconds(5),
              Duration.ofSeconds(30),
              Duration.ofMinutes(2),
              Duration.ofMinutes(10),
              Duration.ofMinutes(30),
              Duration.ofHours(1),
              Duration.ofHours(2),
              Duration.ofHours(4),
              Duration.ofHours(8),
              Duration.ofHours(12),
              Duration.ofHours(24),
              Duration.ofHours(24)),
          Duration.ofHours(12));

  private static final double JITTER = 0.1;

  /// The time by which few rounds are longer than [#lasts], because of jitter and `Retry-After`.
  private static final Duration USUAL_DELAY = Duration.ofDays(1);

  public RetrySchedule {
    waits = List.copyOf(waits);
    if (waits.stream().anyMatch(Duration::isNegative)) {
      throw new IllegalArgumentException("waits must not be negative: " + waits);
    }
    if (longestRetryAfter.isNegative()) {
      throw new IllegalArgumentException(
          "longestRetryAfter must not be negative: " + longestRetryAfter);
    }
  }

  /// Returns how many attempts a round has at most, probes not included.
  public int attempts() {
    return waits.size() + 1;
  }

  /// Returns how long a round lasts, without jitter.
  public Duration lasts() {
    return waits.stream().reduce(Duration.ZERO, Duration::plus);
  }

  /// Returns the longest duration of a round: with full jitter, and if the receiver asks for the
  /// longest wait each time.
  public Duration lastsAtMost() {
    return waits.stream()
        .map(wait -> Durations.longer(jittered(wait, 1), longestRetryAfter))
        .reduce(Duration.ZERO, Duration::plus);
  }

  /// Returns how many attempts of a round remain after `steps` of them.
  public int attemptsLeft(int steps) {
    return Math.max(0, attempts() - steps);
  }

  /// Returns when the last attempt of a round is due, without jitter, if attempt number `steps` is
  /// due at `at`.
  public Instant lastAttemptAt(int steps, Instant at) {
    return at.plus(waits.stream().skip(steps - 1L).reduce(Duration.ZERO, Duration::plus));
  }

  /// Returns when a round ends if its receiver fails until then: once the round and the failures
  /// have lasted as long as the schedule.
  public Instant endWhileFailing(Instant roundBeganAt, Instant failingSince) {
    return Instants.later(roundBeganAt, failingSince).plus(lasts());
  }

  /// Returns how long after the beginning of a round its links are valid, with few exceptions. Each
  /// link is valid for `life`.
  public Duration linksLive(Duration life) {
    return lasts().plus(USUAL_DELAY).plus(life);
  }

  /// Returns the longest time after the beginning of a round for which one of its links is valid.
  public Duration linksLiveAtMost(Duration life) {
    return lastsAtMost().plus(life);
  }

  /// Returns the earliest time of the next attempt in whole milliseconds, rounded up; empty after
  /// the last attempt of a round.
  ///
  /// `steps` counts the steps so far, the last attempt included. `retryAfter` is the wait that the
  /// receiver asked for, counted from `endedAt`; the attempt is never earlier. `random` is from 0
  /// to 1 and only makes the wait longer.
  public Optional<Instant> next(
      int steps, Instant endedAt, Optional<Duration> retryAfter, double random) {
    if (steps < 1 || !(random >= 0 && random <= 1)) {
      throw new IllegalArgumentException(
          "steps must be at least 1 and random from 0 to 1: " + steps + ", " + random);
    }
    if (steps > waits.size()) {
      return Optional.empty();
    }
    Duration floor =
        retryAfter.map(asked -> Durations.shorter(asked, longestRetryAfter)).orElse(Duration.ZERO);
    Duration wait = Durations.longer(jittered(waits.get(steps - 1), random), floor);
    return Optional.of(wholeMillis(endedAt.plus(wait)));
  }

  private static Duration jittered(Duration wait, double random) {
    return wait.plusMillis((long) Math.ceil(wait.toMillis() * JITTER * random));
  }

  private static Instant wholeMillis(Instant instant) {
    return Instant.ofEpochMilli(instant.plusNanos(999_999).toEpochMilli());
  }
}
