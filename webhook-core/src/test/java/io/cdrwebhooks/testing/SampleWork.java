package io.cdrwebhooks.testing;

import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.delivery.DeliveryId;
import io.cdrwebhooks.report.TaskId;
import io.cdrwebhooks.work.DueWork;
import io.cdrwebhooks.work.LaneCause;
import java.time.Instant;
import java.util.Optional;

/// Messages for a lane, for tests.
public final class SampleWork {
  private SampleWork() {}

  /// A message that names no delivery.
  public static DueWork.OfLane wakeUp(ConfigurationId lane) {
    return new DueWork.OfLane(lane);
  }

  /// A message that names a delivery.
  public static DueWork.OfLane wakeUp(ConfigurationId lane, DeliveryId first) {
    return new DueWork.OfLane(lane, first);
  }

  /// A message whose worker counts the delivery in the hour that began at `uncounted`.
  public static DueWork.OfLane toCount(
      ConfigurationId lane, DeliveryId first, TaskId task, Instant uncounted) {
    return new DueWork.OfLane(
        lane,
        new LaneCause.Waiting(first, Optional.of(task), Optional.of(uncounted)),
        Optional.empty());
  }
}
