package io.cdrwebhooks.lane;

import java.time.Duration;

/// The rules of a [Breaker]. It opens after `threshold` different deliveries failed in a row.
/// Pauses between probes start at `firstPause` and double; none is longer than `longestPause`. A
/// receiver's `Retry-After` makes a pause longer, up to `longestRetryAfter`.
public record BreakerRules(
    int threshold, Duration firstPause, Duration longestPause, Duration longestRetryAfter) {
  public static final BreakerRules STANDARD =
      new BreakerRules(5, Duration.ofSeconds(5), Duration.ofMinutes(30), Duration.ofHours(12));

  private static final double JITTER = 0.5;
  private static final int MAX_DOUBLINGS = 30;

  public BreakerRules {
    if (threshold < 2 || !firstPause.isPositive() || longestPause.compareTo(firstPause) < 0) {
      throw new IllegalArgumentException(
          "threshold must be at least 2, and pauses must grow: %d, %s, %s"
              .formatted(threshold, firstPause, longestPause));
    }
  }

  /// Returns the pause after `probes` failed probes. `random` from 0 to 1 makes it up to half as
  /// long again, so that receivers that failed together are not probed together.
  Duration pauseAfter(int probes, double random) {
    long millis = firstPause.toMillis() << Math.min(probes, MAX_DOUBLINGS);
    long bounded = Math.min(millis, (long) (longestPause.toMillis() / (1 + JITTER)));
    return Duration.ofMillis(bounded + (long) (bounded * JITTER * random));
  }
}
