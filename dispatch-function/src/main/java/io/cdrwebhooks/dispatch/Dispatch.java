package io.cdrwebhooks.dispatch;

import io.cdrwebhooks.aws.awsevents.ObjectCreated;
import io.cdrwebhooks.aws.awsevents.QueueMessage;
import io.cdrwebhooks.configuration.CdrTasks;
import io.cdrwebhooks.configuration.SignatureVault;
import io.cdrwebhooks.configuration.WebhookConfigurations;
import io.cdrwebhooks.delivery.Deliveries;
import io.cdrwebhooks.delivery.DueAttempts;
import io.cdrwebhooks.dispatch.exchange.ReceiverExchange;
import io.cdrwebhooks.link.CallbackUrls;
import io.cdrwebhooks.link.DownloadLinks;
import io.cdrwebhooks.log.EventLog;
import io.cdrwebhooks.report.Reports;
import java.time.Instant;

/// What the dispatch function does with one message of its queues.
public final class Dispatch {
  private final ReportArrival arrival;
  private final DueDelivery due;
  private final EventLog log;

  /// Where dispatch reads and writes.
  public record Stores(
      CdrTasks tasks,
      WebhookConfigurations configurations,
      Reports reports,
      Deliveries deliveries,
      DownloadLinks links) {
    Routes routes() {
      return new Routes(tasks, configurations);
    }
  }

  /// How dispatch speaks to the world: keys, links, receivers, its own reminders.
  public record Outside(
      SignatureVault vault,
      CallbackUrls callbackUrls,
      ReceiverExchange exchange,
      DueAttempts dueAttempts) {}

  public Dispatch(Stores stores, Outside outside, Surroundings surroundings) {
    DeliveryAttempt attempt = new DeliveryAttempt(stores, outside, surroundings);
    this.due = new DueDelivery(stores, attempt, outside.dueAttempts(), surroundings);
    this.arrival = new ReportArrival(stores, due, surroundings);
    this.log = surroundings.log();
  }

  /// Returns when the message is dealt with; throws when it must come again.
  ///
  /// `deadline` is when counting lines must have ended.
  void take(QueueMessage message, Instant deadline) throws InterruptedException {
    switch (message) {
      case QueueMessage.Arrived(var objects) -> {
        for (ObjectCreated object : objects) {
          arrival.take(object, deadline);
        }
      }
      case QueueMessage.Due(var delivery) -> due.take(delivery, deadline);
      case QueueMessage.TestEvent() -> log.info("s3.test-event");
      case QueueMessage.OtherEvent(String eventName) ->
          log.info("s3.event-ignored", "eventName", eventName);
    }
  }
}
