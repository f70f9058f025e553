package io.cdrwebhooks.statistics;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/// The success of a configuration's attempts since `since`, the start of yesterday (UTC), and its
/// last failure, which may be earlier.
public record ConfigurationHealth(
    Instant since, long attemptsDelivered, long attemptsFailed, Optional<LastFailure> lastFailure) {
  /// Returns the health of a configuration without attempts.
  public static ConfigurationHealth unused(Instant now) {
    return of(now, List.of(), Optional.empty());
  }

  /// Computes the health from the counts of its [#window].
  public static ConfigurationHealth of(
      Instant now, Collection<Counts> hours, Optional<LastFailure> lastFailure) {
    Counts all = hours.stream().reduce(Counts.NONE, Counts::plus);
    return new ConfigurationHealth(
        window(now).from(), all.attemptsDelivered(), all.attemptsFailed(), lastFailure);
  }

  /// Returns the hours that the health covers: all of yesterday, and today until now.
  public static StatisticsWindow window(Instant now) {
    Instant yesterday = BucketSize.DAY.startOf(now.minus(Duration.ofDays(1)));
    return new StatisticsWindow(
        BucketSize.HOUR, yesterday, TimeBucket.of(BucketSize.HOUR, now).end());
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
