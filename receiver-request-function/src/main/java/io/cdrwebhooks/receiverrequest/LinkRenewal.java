package io.cdrwebhooks.receiverrequest;

import io.cdrwebhooks.aws.http.HttpResponse;
import io.cdrwebhooks.aws.http.Problem;
import io.cdrwebhooks.configuration.WebhookConfiguration;
import io.cdrwebhooks.delivery.AttemptNumber;
import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.delivery.PayloadDetails;
import io.cdrwebhooks.delivery.WebhookPayload;
import io.cdrwebhooks.link.AccessToken;
import io.cdrwebhooks.link.CallbackUrls;
import io.cdrwebhooks.link.DownloadLink;
import io.cdrwebhooks.link.SecondFactor;
import io.cdrwebhooks.receiverrequest.Senders.Sender;
import io.cdrwebhooks.report.ReportLookup;
import java.net.URI;
import java.time.Instant;

/// Announces a delivery's report once more, in the answer to its receiver's request. This does not
/// count as an attempt, and does not change the delivery.
record LinkRenewal(
    ReceiverRequestHandler.Stores stores, CallbackUrls urls, ReceiverRequestHandler.Inputs inputs) {
  /// Answers 201 with an announcement that has a fresh link, or 410 if the report is gone.
  HttpResponse answer(Sender sender, Instant now) {
    Delivery delivery = sender.delivery().orElseThrow();
    return switch (stores.reports().lookUp(delivery.report())) {
      case ReportLookup.Gone() -> {
        inputs.log().info("link.not-renewed", "deliveryId", delivery.id());
        yield Problem.of(410, "The report no longer exists.").toResponse();
      }
      case ReportLookup.Found _ -> {
        byte[] announcement = announce(delivery, sender, now).toJson();
        inputs.log().info("link.renewed", "deliveryId", delivery.id());
        yield SignedAnswer.of(201, delivery.id().value(), announcement, sender.keys(), now);
      }
    };
  }

  private WebhookPayload announce(Delivery delivery, Sender sender, Instant now) {
    AccessToken token = AccessToken.of(inputs.tokens().get());
    DownloadLink link = DownloadLink.issue(token, delivery, now);
    WebhookConfiguration configuration = sender.configuration();
    URI url = urls.of(token);
    stores
        .links()
        .issue(
            link.needing(SecondFactor.of(configuration, sender.keys(), url))
                .issuedFor(configuration.revision()));
    String taskName = WebhookPayload.taskName(delivery, stores.tasks()::find);
    return WebhookPayload.announcing(delivery, url, link.validUntil(), taskName)
        .with(
            PayloadDetails.of(
                configuration.terms().payloadVersion(), delivery, attempt(delivery), now));
  }

  /// Returns the last attempt, or the first one if there was none yet: receivers count from 1.
  private static AttemptNumber attempt(Delivery delivery) {
    AttemptNumber last = delivery.progress().lastAttempt();
    return last.number() == 0 ? last.next() : last;
  }
}
