package io.cdrwebhooks.configapi.inputs;

import io.cdrwebhooks.aws.http.Answers;
import io.cdrwebhooks.configapi.http.Change;
import io.cdrwebhooks.configapi.http.Route;
import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.delivery.Deliveries;
import io.cdrwebhooks.delivery.Deliveries.Recording;
import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.delivery.DeliveryId;
import io.cdrwebhooks.lane.Lanes;
import io.cdrwebhooks.report.TaskId;
import io.cdrwebhooks.work.BulkJobId;
import io.cdrwebhooks.work.DueWork;
import io.cdrwebhooks.work.WorkMessages;
import java.time.Duration;
import java.util.Optional;

/// Sends messages that start recorded work at once.
///
/// A message is not essential, because a sweep finds a job or a woken lane within minutes. If a
/// message cannot be sent, this logs the fault, and the request succeeds.
public record Reminders(WorkMessages workMessages, Lanes lanes, ApiInputs inputs) {
  /// Wakes a lane. Callers do this before they record or restart a delivery, because this function
  /// may die before it sends the lane's message, which names `named`.
  public void announce(ConfigurationId lane, Optional<DeliveryId> named) {
    lanes.wakeBefore(lane, named, inputs.now());
  }

  public void send(DueWork work) {
    send(work, Duration.ZERO);
  }

  public void send(DueWork work, Duration delay) {
    try {
      workMessages.send(work, delay);
    } catch (RuntimeException fault) {
      inputs.log().error("reminder.not-sent", fault, "work", id(work));
    }
  }

  /// Records a new delivery and sends its message. Answers that the delivery is on its way.
  public Change sendNew(Deliveries deliveries, Delivery delivery) {
    announce(delivery.configurationId().orElseThrow(), Optional.of(delivery.id()));
    return switch (deliveries.record(delivery)) {
      case Recording.Recorded() -> onItsWay(delivery);
      case Recording.AlreadyRecorded(Delivery existing) ->
          throw new IllegalStateException("new id must not be in use: " + existing.id());
    };
  }

  /// Sends the message of a recorded delivery, and answers that it is on its way. A person
  /// requested it, so its lane sends it even while the receiver fails.
  public Change onItsWay(Delivery delivery) {
    send(DueWork.OfLane.askedFor(delivery.configurationId().orElseThrow(), delivery.id()));
    return Change.Done.of(202, Answers.object().put("deliveryId", delivery.id().value()))
        .withLocation(Route.BASE + "/deliveries/" + delivery.id());
  }

  private static String id(DueWork work) {
    return switch (work) {
      case DueWork.OfLane lane -> lane.configuration().value();
      case DueWork.OfDelivery(DeliveryId id) -> id.value();
      case DueWork.OfJob(BulkJobId id) -> id.value();
      case DueWork.OfDigest(ConfigurationId id) -> id.value();
      case DueWork.OfWatch(TaskId task) -> task.toString();
    };
  }
}
