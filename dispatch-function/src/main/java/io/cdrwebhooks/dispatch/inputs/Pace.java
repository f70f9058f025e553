package io.cdrwebhooks.dispatch.inputs;

import io.cdrwebhooks.delivery.RetrySchedule;
import io.cdrwebhooks.lane.BreakerRules;
import io.cdrwebhooks.lane.LaneRules;
import io.cdrwebhooks.link.DownloadLink;
import io.cdrwebhooks.work.WorkMessages;
import java.time.Duration;

/// The waits and intervals of deliveries.
///
/// `schedule` has the waits between attempts. `breaker` has the rules for a lane whose receiver
/// fails. A round ends after `roundLasts` if its receiver still fails. A wait up to
/// `longestMessageDelay` is a delayed message. For a longer wait, the entry stays in the due index
/// until a sweep finds it.
///
/// A sweep runs every `sweepEvery`. A reconciliation begins every `reconcileEvery`, and records
/// reports whose two events are missing after `eventsTake`. `linkUnusedAfter` is how long a
/// receiver has to follow a link before operators get a notice.
public record Pace(
    RetrySchedule schedule,
    BreakerRules breaker,
    Duration roundLasts,
    Duration longestMessageDelay,
    Duration sweepEvery,
    Duration reconcileEvery,
    Duration eventsTake,
    Duration linkUnusedAfter) {
  /// A sweep sends the message of an entry this many sweeps ahead, because the next sweep may be
  /// late.
  public static final int SWEEPS_AHEAD = 2;

  /// The time after which a held delivery is checked again. If a person enabled its configuration
  /// at the same moment, the job that releases held deliveries may have missed it.
  public static final Duration HELD_CHECK = Duration.ofMinutes(2);

  private static final Duration OUR_FAULT_PAUSE = Duration.ofSeconds(30);

  public static final Pace STANDARD =
      new Pace(
          RetrySchedule.STANDARD,
          BreakerRules.STANDARD,
          RetrySchedule.STANDARD.lasts(),
          WorkMessages.MAX_DELAY,
          Duration.ofMinutes(1),
          Duration.ofDays(1),
          Duration.ofHours(1),
          DownloadLink.LIFE.minus(Duration.ofHours(4)));

  /// Returns the rules of lanes at this pace.
  public LaneRules laneRules() {
    return new LaneRules(
        breaker,
        Duration.ofMinutes(1),
        Duration.ofSeconds(1),
        roundLasts,
        OUR_FAULT_PAUSE,
        longestMessageDelay);
  }

  public Pace {
    if (longestMessageDelay.isNegative()
        || longestMessageDelay.compareTo(WorkMessages.MAX_DELAY) > 0
        || sweepEvery.multipliedBy(SWEEPS_AHEAD).compareTo(longestMessageDelay) > 0) {
      throw new IllegalArgumentException(
          "longestMessageDelay must be from two sweeps of %s to %s: %s"
              .formatted(sweepEvery, WorkMessages.MAX_DELAY, longestMessageDelay));
    }
    if (linkUnusedAfter.compareTo(DownloadLink.LIFE) > 0) {
      throw new IllegalArgumentException(
          "linkUnusedAfter must be at most %s: %s".formatted(DownloadLink.LIFE, linkUnusedAfter));
    }
  }
}
