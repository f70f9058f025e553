package io.cdrwebhooks.configapi;

import io.cdrwebhooks.aws.awsevents.HttpResponse;
import io.cdrwebhooks.delivery.Attempt;
import io.cdrwebhooks.delivery.Deliveries;
import io.cdrwebhooks.delivery.Delivery;
import java.util.List;

/// The operations that look at deliveries. In a list they stand without their attempts, which are
/// records of their own; a single delivery has them.
final class DeliveryOperations {
  /// The latest attempts that are shown: with some 8 KiB each they stay far below what Lambda can
  /// give.
  private static final int MOST_ATTEMPTS = 100;

  private final Deliveries deliveries;

  DeliveryOperations(Deliveries deliveries) {
    this.deliveries = deliveries;
  }

  HttpResponse list(ApiRequest request) {
    return DeliveryConditions.read(request.query())
        .answer(
            filter ->
                Answers.page(
                    request.query(),
                    window -> deliveries.list(filter, window.cursor(), window.limit()),
                    DeliveryJson::item));
  }

  HttpResponse read(ApiRequest request) {
    return Lookup.delivery(deliveries, request)
        .answer(
            found -> Answers.json(200, DeliveryJson.withAttempts(found, latestAttempts(found))));
  }

  private List<Attempt> latestAttempts(Delivery delivery) {
    List<Attempt> all = deliveries.attempts(delivery.id());
    return all.subList(Math.max(0, all.size() - MOST_ATTEMPTS), all.size());
  }
}
