package io.cdrwebhooks.statistics;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/// The success of a configuration's attempts since `since`, the start of yesterday (UTC), and its
/// last failure, even if that was earlier.
public record ConfigurationHealth(
    Instant since, long attemptsDelivered, long attemptsFailed, Optional<LastFailure> lastFailure) {
  /// Returns the health of a configuration that was never used.
  public static ConfigurationHealth unused(Instant now) {
    return of(now, List.of(), Optional.empty());
  }

  /// Computes the health from the counts of its [#days].
  public static ConfigurationHealth of(
      Instant now, List<Counts> days, Optional<LastFailure> lastFailure) {
    Counts both = days.stream().reduce(Counts.NONE, Counts::plus);
    return new ConfigurationHealth(
        days(now).getFirst().start(), both.attemptsDelivered(), both.attemptsFailed(), lastFailure);
  }

  /// Returns the days that it covers: yesterday and today.
  public static List<TimeBucket> days(Instant now) {
    TimeBucket today = TimeBucket.of(BucketSize.DAY, now);
    return List.of(TimeBucket.of(BucketSize.DAY, now.minus(Duration.ofDays(1))), today);
  }

  public long attempts() {
    return attemptsDelivered + attemptsFailed;
  }

  /// Returns the rate of delivered attempts, from 0 to 1; empty without attempts.
  public OptionalDouble successRate() {
    return attempts() == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of((double) attemptsDelivered / attempts());
  }
}
