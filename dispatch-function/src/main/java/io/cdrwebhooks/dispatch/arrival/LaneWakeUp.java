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
  /// Wakes the lane of a new delivery, and counts the delivery. The worker of the lane counts the
  /// first delivery of a configuration in this invocation, because it adds to the same counts after
  /// the attempt. This process counts the others, and each delivery whose message may not have been
  /// sent. `arrived` has the configurations of earlier reports, as in [ReportArrival#handle].
  void wakeForNew(Delivery delivery, Set<ConfigurationId> arrived) {
    boolean workerCounts = false;
    try {
      if (wake(delivery)) {
        ConfigurationId lane = lane(delivery);
        boolean isFirst = arrived.add(lane);
        send(
            isFirst
                ? DueWork.OfLane.toCount(lane, delivery)
                : DueWork.OfLane.arrived(lane, delivery));
        workerCounts = isFirst;
      }
    } finally {
      if (!workerCounts) {
        inputs.tally().recorded(delivery);
      }
    }
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
