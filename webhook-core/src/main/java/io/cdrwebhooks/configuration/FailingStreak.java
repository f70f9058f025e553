package io.cdrwebhooks.configuration;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/// A run of failed attempts for a configuration, without a success in between.
///
/// `since` is the first failure, `lastFailureAt` the latest recorded one. `days` counts the days
/// (UTC) with a recorded failure, from 1; a day without traffic does not count. `warned` is true
/// once operators have received a notice of the run.
public record FailingStreak(Instant since, Instant lastFailureAt, int days, boolean warned) {
  private static final Duration WARNED_AFTER = Duration.ofDays(1);
  private static final Duration DISABLED_AFTER = Duration.ofDays(5);

  /// The retries of one evening can run past midnight and make two days, so the limit is three.
  private static final int DAYS_TO_DISABLE = 3;

  /// Failures are recorded at most this often, because a busy receiver would cause a write for
  /// each.
  private static final Duration STORED_EVERY = Duration.ofMinutes(1);

  public FailingStreak {
    if (days < 1) {
      throw new IllegalArgumentException("days must be at least 1: " + days);
    }
  }

  /// Starts a streak with the first failure.
  public static FailingStreak begin(Instant now) {
    return new FailingStreak(now, now, 1, false);
  }

  /// Adds a failure. Returns this object if the last recorded failure is too recent.
  public FailingStreak failedAgain(Instant now) {
    boolean anotherDay = day(now).isAfter(day(lastFailureAt));
    boolean worthNoting =
        anotherDay || Duration.between(lastFailureAt, now).compareTo(STORED_EVERY) >= 0;
    return worthNoting ? new FailingStreak(since, now, anotherDay ? days + 1 : days, warned) : this;
  }

  /// Returns whether the streak has lasted a day and operators have received no notice of it.
  public boolean mustWarn(Instant now) {
    return !warned && days > 1 && duration(now).compareTo(WARNED_AFTER) >= 0;
  }

  /// Returns whether to disable the configuration: after five days, with failures on three of them.
  public boolean mustDisable(Instant now) {
    return days >= DAYS_TO_DISABLE && duration(now).compareTo(DISABLED_AFTER) >= 0;
  }

  /// Marks the streak as reported to operators.
  public FailingStreak withWarning() {
    return new FailingStreak(since, lastFailureAt, days, true);
  }

  private Duration duration(Instant now) {
    return Duration.between(since, now);
  }

  private static LocalDate day(Instant instant) {
    return LocalDate.ofInstant(instant, ZoneOffset.UTC);
  }
}
