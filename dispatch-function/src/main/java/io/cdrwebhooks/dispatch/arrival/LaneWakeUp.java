package io.cdrwebhooks.dispatch.arrival;

import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.delivery.DeliveryStatus;
import io.cdrwebhooks.dispatch.inputs.RuntimeInputs;
import io.cdrwebhooks.lane.Lanes;
import io.cdrwebhooks.work.DueWork;
import io.cdrwebhooks.work.WorkMessages;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/// Wakes the lanes of pending deliveries: marks the lane, and sends it a message if it needs one.
record LaneWakeUp(Lanes lanes, WorkMessages workMessages, RuntimeInputs inputs) {
  /// The process that adds a new delivery to the counts. The worker of the lane adds to the same
  /// counts after the attempt anyway.
  private enum CountedBy {
    THIS_PROCESS,
    WORKER_OF_THE_LANE
  }

  /// Wakes the lane of a new delivery, and counts the delivery unless the worker of the lane does.
  /// This process also counts a delivery without a message, or whose message may not have been
  /// sent. `arrived` has the configurations of earlier reports, as in [ReportArrival#handle].
  void wakeForNew(Delivery delivery, Set<ConfigurationId> arrived) {
    CountedBy counter = CountedBy.THIS_PROCESS;
    try {
      if (wake(delivery)) {
        counter = sendForNew(delivery, arrived);
      }
    } finally {
      if (counter == CountedBy.THIS_PROCESS) {
        inputs.tally().recorded(delivery);
      }
    }
  }

  /// Sends the message for a new delivery. The worker of the lane counts a configuration's first
  /// delivery in this invocation. This process counts the others with one addition.
  private CountedBy sendForNew(Delivery delivery, Set<ConfigurationId> arrived) {
    ConfigurationId lane = lane(delivery);
    if (arrived.add(lane)) {
      send(DueWork.OfLane.toCount(lane, delivery));
      return CountedBy.WORKER_OF_THE_LANE;
    }
    send(DueWork.OfLane.arrived(lane, delivery));
    return CountedBy.THIS_PROCESS;
  }

  /// Wakes the lane of an existing delivery: the worker that recorded it may have died before it
  /// woke the lane.
  void wakeForRepeated(Delivery delivery) {
    if (wake(delivery)) {
      send(DueWork.OfLane.arrived(lane(delivery), delivery));
    }
  }

  /// Wakes the lane of a pending delivery. Returns whether the lane needs a message.
  private boolean wake(Delivery delivery) {
    return delivery.status() == DeliveryStatus.PENDING
        && lanes.wake(lane(delivery), Optional.of(delivery.id()), inputs.now());
  }

  /// Wakes the lane of an overdue delivery, so that its holder reads the index again: the index may
  /// have listed the delivery after the last read. A lane that waits for its next probe, or that a
  /// worker holds, needs no message.
  void wakeIfOverdue(Delivery delivery) {
    Instant now = inputs.now();
    Instant overdueSince = now.minus(Lanes.FOUND_WITHIN);
    if (delivery.status() == DeliveryStatus.PENDING
        && delivery.progress().dueAt().filter(at -> at.isBefore(overdueSince)).isPresent()) {
      ConfigurationId lane = lane(delivery);
      if (lanes.wake(lane, Optional.empty(), now)) {
        inputs.log().info("delivery.overdue", "deliveryId", delivery.id(), "configurationId", lane);
        send(new DueWork.OfLane(lane));
      }
    }
  }

  private static ConfigurationId lane(Delivery delivery) {
    return delivery.configurationId().orElseThrow();
  }

  private void send(DueWork.OfLane message) {
    workMessages.send(message, Duration.ZERO);
  }
}
