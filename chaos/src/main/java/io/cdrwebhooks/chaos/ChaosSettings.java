package io.cdrwebhooks.chaos;

import io.cdrwebhooks.chaos.world.Killer;
import java.time.Duration;
import java.util.Set;

/// The size of a run. `daysPassTimes` is the factor by which the waits of the schedule are
/// shortened. `faultsLast` is how long the run uploads reports and injects faults.
public record ChaosSettings(
    int reports, long seed, int daysPassTimes, Duration faultsLast, Killer.Plan kills) {
  private static final int LARGE = 1_000;
  private static final int UPLOADS_PER_SECOND = 14;
  private static final Duration LARGE_LASTS = Duration.ofSeconds(190);

  /// The cut points of a short run, at which a kill costs most.
  private static final Set<String> SHORT_LIST =
      Set.of(
          "before deliveries/record",
          "after deliveries/record",
          "after deliveries/claim",
          "after download-links/put",
          "before deliveries/attempt",
          "before deliveries/complete",
          "after deliveries/complete",
          "receiver, after it has read",
          "receiver, after its answer",
          "before report-arrivals/DeleteMessageBatch");

  public ChaosSettings {
    if (reports < 50) {
      throw new IllegalArgumentException("a run needs at least 50 reports: " + reports);
    }
  }

  /// Returns the settings of a run. A large run kills the process at every cut point; a short one,
  /// which each build makes, only at some.
  public static ChaosSettings of(int reports, long seed) {
    if (reports < LARGE) {
      return new ChaosSettings(
          reports,
          seed,
          6_000,
          Duration.ofSeconds(25),
          new Killer.Plan(Duration.ofMillis(1_200), 7, SHORT_LIST::contains));
    }
    Duration uploads = Duration.ofSeconds(reports / UPLOADS_PER_SECOND);
    return new ChaosSettings(
        reports,
        seed,
        1_200,
        uploads.compareTo(LARGE_LASTS) > 0 ? uploads : LARGE_LASTS,
        Killer.Plan.everywhere(Duration.ofMillis(2_200)));
  }

  /// Returns one of the product's waits as shortened in this run.
  Duration scaled(Duration wait) {
    return wait.dividedBy(daysPassTimes);
  }
}
