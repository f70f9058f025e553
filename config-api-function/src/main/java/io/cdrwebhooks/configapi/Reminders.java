package io.cdrwebhooks.configapi;

import io.cdrwebhooks.aws.awsevents.HttpResponse;
import io.cdrwebhooks.delivery.BulkJobId;
import io.cdrwebhooks.delivery.Deliveries;
import io.cdrwebhooks.delivery.Deliveries.Recording;
import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.delivery.DeliveryId;
import io.cdrwebhooks.delivery.DueAttempts;
import io.cdrwebhooks.delivery.DueWork;
import io.cdrwebhooks.log.EventLog;
import java.time.Duration;

/// Has work that is on record looked at right away.
///
/// The record is what counts: when no message can be sent, the sweep over what is due finds the
/// work some minutes later. So that is logged, and the request has succeeded all the same; its
/// caller would only ask for the work again.
final class Reminders {
  private final DueAttempts dueAttempts;
  private final EventLog log;

  Reminders(DueAttempts dueAttempts, EventLog log) {
    this.dueAttempts = dueAttempts;
    this.log = log;
  }

  void send(DueWork work) {
    send(work, Duration.ZERO);
  }

  void send(DueWork work, Duration delay) {
    try {
      dueAttempts.send(work, delay);
    } catch (RuntimeException fault) {
      log.error("reminder.not-sent", fault, "work", id(work));
    }
  }

  /// Records a delivery that nothing made before, and answers that it is on its way.
  HttpResponse sendNew(Deliveries deliveries, Delivery delivery) {
    return switch (deliveries.record(delivery)) {
      case Recording.Recorded() -> onItsWay(delivery.id());
      case Recording.AlreadyRecorded(Delivery existing) ->
          throw new IllegalStateException("a new id was in use: " + existing.id());
    };
  }

  /// Answers that a delivery is on its way: the record has it by now.
  HttpResponse onItsWay(DeliveryId delivery) {
    send(new DueWork.OfDelivery(delivery));
    return Answers.json(202, Answers.object().put("deliveryId", delivery.value()))
        .withHeader("Location", Routes.BASE + "/deliveries/" + delivery);
  }

  private static String id(DueWork work) {
    return switch (work) {
      case DueWork.OfDelivery(DeliveryId id) -> id.value();
      case DueWork.OfJob(BulkJobId id) -> id.value();
    };
  }
}
