package io.cdrwebhooks.dispatch.lane;

import io.cdrwebhooks.delivery.DeliveryId;
import io.cdrwebhooks.lane.SendResult;
import io.cdrwebhooks.work.DueWork;

/// An event that other threads report to the thread of a held lane.
sealed interface LaneEvent {
  record WorkArrived(DueWork.OfLane work) implements LaneEvent {}

  record AttemptEnded(DeliveryId delivery, SendResult result) implements LaneEvent {}
}
