package io.cdrwebhooks.chaos.world;

import io.cdrwebhooks.delivery.RetrySchedule;
import io.cdrwebhooks.dispatch.inputs.Pace;
import io.cdrwebhooks.lane.BreakerRules;
import io.cdrwebhooks.time.Durations;
import java.time.Duration;
import java.util.List;

/// The pace of the product with its days shortened: waits, the longest `Retry-After` and the
/// warning of an unused link. The lease and the limits of an exchange stay unchanged.
public final class ScaledPace {
  /// The longest wait for which dispatch delays a message; a sweep ends longer ones. SQS delays
  /// messages by whole seconds.
  private static final Duration MAX_MESSAGE_DELAY = Duration.ofSeconds(2);

  static final Duration SWEEP_EVERY = Duration.ofSeconds(1);
  static final Duration RECONCILE_EVERY = Duration.ofSeconds(8);

  /// Longer than two leases of a lane whose holders are killed, because leases are not shortened.
  private static final Duration MIN_ROUND = Duration.ofSeconds(75);

  /// A breaker counts its pauses in whole milliseconds.
  private static final Duration MIN_PAUSE = Duration.ofMillis(10);

  /// The time after which an event counts as missing.
  private static final Duration EVENT_DELAY = Duration.ofSeconds(5);

  private ScaledPace() {}

  static Pace of(int daysPassTimes) {
    RetrySchedule schedule = Pace.STANDARD.schedule();
    List<Duration> waits =
        schedule.waits().stream().map(wait -> wait.dividedBy(daysPassTimes)).toList();
    Duration longestRetryAfter = schedule.longestRetryAfter().dividedBy(daysPassTimes);
    BreakerRules breaker = BreakerRules.STANDARD;
    return new Pace(
        new RetrySchedule(waits, longestRetryAfter),
        new BreakerRules(
            breaker.threshold(),
            Durations.longer(breaker.firstPause().dividedBy(daysPassTimes), MIN_PAUSE),
            breaker.longestPause().dividedBy(daysPassTimes),
            longestRetryAfter),
        Durations.longer(Pace.STANDARD.roundLasts().dividedBy(daysPassTimes), MIN_ROUND),
        MAX_MESSAGE_DELAY,
        SWEEP_EVERY,
        RECONCILE_EVERY,
        EVENT_DELAY,
        Pace.STANDARD.linkUnusedAfter().dividedBy(daysPassTimes));
  }
}
