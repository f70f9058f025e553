package io.cdrwebhooks.work;

import io.cdrwebhooks.delivery.DeliveryId;
import io.cdrwebhooks.report.TaskId;
import java.time.Instant;
import java.util.Optional;

/// The reason for a message to a lane.
public sealed interface LaneCause {
  /// A delivery waits, usually because its report has just arrived. `task` is its task, so that the
  /// worker reads both at once; empty if the sender does not know it. `uncounted` is the beginning
  /// of the hour in which the delivery was recorded, if the worker must count it.
  record Waiting(DeliveryId delivery, Optional<TaskId> task, Optional<Instant> uncounted)
      implements LaneCause {}

  /// The lane's last holder planned this message, the lane's own. `first` is the delivery to begin
  /// with, if it knew one. `hops` counts the lane's own messages in a row, this one included.
  record OwnMessage(Optional<DeliveryId> first, int hops) implements LaneCause {
    public OwnMessage {
      if (hops < 1) {
        throw new IllegalArgumentException("hops must be at least 1: " + hops);
      }
    }
  }

  /// A person wants an attempt even if the receiver fails: of `delivery`, or of any if it is empty.
  record Asked(Optional<DeliveryId> delivery) implements LaneCause {}

  /// The lane is due, and its message may be lost.
  record Due() implements LaneCause {}
}
