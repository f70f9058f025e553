package io.cdrwebhooks.configuration;

import java.time.Duration;
import java.time.Instant;

/// Since when every attempt for a configuration has failed.
///
/// `since` is the first failure after the last success, `lastFailureAt` the latest that was noted.
/// `confirmed` once a second one came half a day or more after the first: then it was not one bad
/// hour. `warned` once somebody was told.
public record FailingStreak(
    Instant since, Instant lastFailureAt, boolean confirmed, boolean warned) {
  private static final Duration CONFIRMED_AFTER = Duration.ofHours(12);
  private static final Duration WARNED_AFTER = Duration.ofDays(1);
  private static final Duration DISABLED_AFTER = Duration.ofDays(5);

  /// Noting every failure of a busy receiver would be a write for each.
  private static final Duration NOTED_EVERY = Duration.ofMinutes(1);

  /// The first failure after a success, or of all.
  public static FailingStreak begin(Instant now) {
    return new FailingStreak(now, now, false, false);
  }

  /// One more failure; the very same streak when it is not worth noting.
  public FailingStreak failedAgain(Instant now) {
    boolean confirmedNow = confirmed || lasted(now).compareTo(CONFIRMED_AFTER) >= 0;
    boolean worthNoting =
        confirmedNow != confirmed
            || Duration.between(lastFailureAt, now).compareTo(NOTED_EVERY) >= 0;
    return worthNoting ? new FailingStreak(since, now, confirmedNow, warned) : this;
  }

  /// It has lasted a day and nobody was told.
  public boolean mustWarn(Instant now) {
    return !warned && confirmed && lasted(now).compareTo(WARNED_AFTER) >= 0;
  }

  /// A failure now means that the configuration is given up: five days, confirmed before.
  public boolean mustDisable(Instant now) {
    return confirmed && lasted(now).compareTo(DISABLED_AFTER) >= 0;
  }

  /// The same after somebody was told.
  public FailingStreak toldAbout() {
    return new FailingStreak(since, lastFailureAt, confirmed, true);
  }

  private Duration lasted(Instant now) {
    return Duration.between(since, now);
  }
}
