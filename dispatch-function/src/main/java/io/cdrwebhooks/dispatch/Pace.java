package io.cdrwebhooks.dispatch;

import io.cdrwebhooks.delivery.DueAttempts;
import io.cdrwebhooks.delivery.RetrySchedule;
import io.cdrwebhooks.link.DownloadLink;
import java.time.Duration;

/// How the days of a delivery pass.
///
/// `schedule` is the waits between attempts. A wait up to `longestMessageDelay` is a delayed
/// message; a longer one stands in the due index until the sweep comes by, `sweepEvery` so long.
/// The bucket is gone through `reconcileEvery` so long, for reports whose event is missing after
/// `eventsTake`. `linkUnusedAfter` is when a receiver that was told should have followed its link.
public record Pace(
    RetrySchedule schedule,
    Duration longestMessageDelay,
    Duration sweepEvery,
    Duration reconcileEvery,
    Duration eventsTake,
    Duration linkUnusedAfter) {
  public static final Pace STANDARD =
      new Pace(
          RetrySchedule.STANDARD,
          DueAttempts.LONGEST_DELAY,
          Duration.ofMinutes(5),
          Duration.ofHours(1),
          Duration.ofMinutes(10),
          DownloadLink.LIFE.minus(Duration.ofHours(4)));

  public Pace {
    if (longestMessageDelay.isNegative()
        || longestMessageDelay.compareTo(DueAttempts.LONGEST_DELAY) > 0
        || sweepEvery.compareTo(longestMessageDelay) > 0
        || linkUnusedAfter.compareTo(DownloadLink.LIFE) > 0) {
      throw new IllegalArgumentException("no pace that messages, sweeps and links can keep");
    }
  }
}
