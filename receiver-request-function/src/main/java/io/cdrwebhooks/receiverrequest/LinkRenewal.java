package io.cdrwebhooks.receiverrequest;

import io.cdrwebhooks.aws.awsevents.HttpResponse;
import io.cdrwebhooks.aws.awsevents.Problem;
import io.cdrwebhooks.configuration.CdrTask;
import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.delivery.WebhookPayload;
import io.cdrwebhooks.link.AccessToken;
import io.cdrwebhooks.link.CallbackUrls;
import io.cdrwebhooks.link.DownloadLink;
import io.cdrwebhooks.receiverrequest.Senders.Sender;
import io.cdrwebhooks.report.Inspection;
import io.cdrwebhooks.report.ReportLookup;
import java.time.Instant;

/// Announces a delivery's report once more, in the answer to its receiver's request. It is no
/// attempt: the delivery stays as it is.
final class LinkRenewal {
  private static final Inspection NOT_INSPECTED = new Inspection(0, "");

  private final ReceiverRequestHandler.Stores stores;
  private final CallbackUrls urls;
  private final ReceiverRequestHandler.Inputs inputs;

  LinkRenewal(
      ReceiverRequestHandler.Stores stores,
      CallbackUrls urls,
      ReceiverRequestHandler.Inputs inputs) {
    this.stores = stores;
    this.urls = urls;
    this.inputs = inputs;
  }

  /// Answers 201 with an announcement that has a fresh link, or 410 if the report is gone.
  HttpResponse answer(Sender sender, Instant now) {
    Delivery delivery = sender.delivery().orElseThrow();
    return switch (stores.reports().lookUp(delivery.report())) {
      case ReportLookup.Gone() -> Problem.of(410, "The report no longer exists.").toResponse();
      case ReportLookup.Found _ -> {
        byte[] announcement = announce(delivery, now).toJson();
        inputs.log().info("link.renewed", "deliveryId", delivery.id());
        yield SignedAnswer.of(201, delivery.id().value(), announcement, sender.keys(), now);
      }
    };
  }

  private WebhookPayload announce(Delivery delivery, Instant now) {
    AccessToken token = AccessToken.of(inputs.tokens().get());
    DownloadLink link = DownloadLink.issue(token, delivery.id(), delivery.report(), now);
    stores.links().issue(link);
    return new WebhookPayload(
        urls.of(token),
        link.validUntil(),
        delivery.report().fileName(),
        delivery.sizeBytes(),
        delivery.inspection().orElse(NOT_INSPECTED),
        taskName(delivery),
        delivery.taskId());
  }

  private String taskName(Delivery delivery) {
    return delivery.isTest()
        ? "Webhook test"
        : stores.tasks().find(delivery.taskId()).map(CdrTask::taskName).orElse("");
  }
}
