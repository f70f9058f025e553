package io.cdrwebhooks.chaos;

import java.time.Duration;

/// The size of a run. `faultsLast` is how long the run uploads reports and injects faults, and
/// `killsEvery` the shortest time between two kills.
public record ChaosSettings(int reports, long seed, Duration faultsLast, Duration killsEvery) {
  private static final int LARGE = 1_000;
  private static final int UPLOADS_PER_SECOND = 14;
  private static final int LARGE_LASTS_SECONDS = 190;

  /// The time of the schedule that passes under faults. It is shorter than a round, so that every
  /// report can still arrive afterwards.
  private static final Duration DEAD_FOR = Duration.ofHours(55);

  public ChaosSettings {
    if (reports < 50) {
      throw new IllegalArgumentException("a run needs at least 50 reports: " + reports);
    }
  }

  /// Returns the settings of a run. A large run has time for a kill at every cut point.
  public static ChaosSettings of(int reports, long seed) {
    if (reports < LARGE) {
      return new ChaosSettings(reports, seed, Duration.ofSeconds(25), Duration.ofMillis(1_200));
    }
    int seconds = Math.max(LARGE_LASTS_SECONDS, reports / UPLOADS_PER_SECOND);
    return new ChaosSettings(reports, seed, Duration.ofSeconds(seconds), Duration.ofMillis(2_200));
  }

  /// Returns the factor by which the waits of the schedule are shortened.
  int daysPassTimes() {
    return Math.toIntExact(DEAD_FOR.dividedBy(faultsLast));
  }
}
