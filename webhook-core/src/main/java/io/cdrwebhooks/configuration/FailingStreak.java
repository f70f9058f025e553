package io.cdrwebhooks.configuration;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/// A run of failed attempts for a configuration, without a success in between.
///
/// `since` is the first failure, `lastFailureAt` the latest one that was noted. `days` counts the
/// separate days (UTC) on which failures were noted, from 1: a receiver without traffic does not
/// fail. `warned` is true once operators have a notice of the run.
public record FailingStreak(Instant since, Instant lastFailureAt, int days, boolean warned) {
  private static final Duration WARNED_AFTER = Duration.ofDays(1);
  private static final Duration DISABLED_AFTER = Duration.ofDays(5);

  /// The retries of one evening reach over midnight, so they make two days.
  private static final int DAYS_TO_DISABLE = 3;

  /// Noting every failure of a busy receiver would be a write for each.
  private static final Duration NOTED_EVERY = Duration.ofMinutes(1);

  public FailingStreak {
    if (days < 1) {
      throw new IllegalArgumentException("days must be at least 1: " + days);
    }
  }

  /// The first failure after a success, or of all.
  public static FailingStreak begin(Instant now) {
    return new FailingStreak(now, now, 1, false);
  }

  /// The streak with one more failure; this very object when the failure is not worth noting.
  public FailingStreak failedAgain(Instant now) {
    boolean anotherDay = day(now).isAfter(day(lastFailureAt));
    boolean worthNoting =
        anotherDay || Duration.between(lastFailureAt, now).compareTo(NOTED_EVERY) >= 0;
    return worthNoting ? new FailingStreak(since, now, anotherDay ? days + 1 : days, warned) : this;
  }

  /// Whether the streak has lasted a day and operators have no notice of it.
  public boolean mustWarn(Instant now) {
    return !warned && days > 1 && lasted(now).compareTo(WARNED_AFTER) >= 0;
  }

  /// Whether the configuration is disabled now: after five days, with failures on three of them.
  public boolean mustDisable(Instant now) {
    return days >= DAYS_TO_DISABLE && lasted(now).compareTo(DISABLED_AFTER) >= 0;
  }

  /// The same streak, of which operators have a notice.
  public FailingStreak toldAbout() {
    return new FailingStreak(since, lastFailureAt, days, true);
  }

  private Duration lasted(Instant now) {
    return Duration.between(since, now);
  }

  private static LocalDate day(Instant instant) {
    return LocalDate.ofInstant(instant, ZoneOffset.UTC);
  }
}
