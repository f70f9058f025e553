package io.cdrwebhooks.receiverrequest;

import io.cdrwebhooks.aws.http.HttpResponse;
import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.json.Json;
import io.cdrwebhooks.link.DownloadLinks;
import io.cdrwebhooks.link.FileReceipt;
import io.cdrwebhooks.log.Metric;
import io.cdrwebhooks.receiverrequest.Senders.Sender;
import io.cdrwebhooks.request.ReceiverRequest.ConfirmFile;
import java.time.Instant;
import java.util.Optional;

/// Handles the receipt for a file. If the receiver's file differs from the announced one, it adds
/// to a count, and an alarm informs people. A repeated receipt does not count again.
record FileConfirmation(DownloadLinks links, ReceiverRequestHandler.Inputs inputs) {
  /// Answers whether the receiver has the announced file: `matches` is null if its digest is
  /// unknown.
  HttpResponse answer(ConfirmFile asked, Sender sender, Instant now) {
    Delivery delivery = sender.delivery().orElseThrow();
    Optional<Boolean> matches = delivery.hasSha256(asked.sha256());
    boolean isNew = links.record(new FileReceipt(now, asked.sha256()), delivery.id());
    if (isNew && matches.equals(Optional.of(false))) {
      inputs
          .log()
          .warn(
              "file.differs",
              "configurationId",
              sender.configuration().id(),
              "deliveryId",
              delivery.id());
      inputs.metrics().count(Metric.FILES_DIFFERENT);
      inputs.metrics().flush();
    } else if (isNew) {
      inputs.log().info("file.confirmed", "deliveryId", delivery.id());
    }
    byte[] body = Json.bytes(Json.object("deliveryId", delivery.id(), "matches", matches));
    return SignedAnswer.of(200, asked.id().value(), body, sender.keys(), now);
  }
}
