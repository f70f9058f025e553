package io.cdrwebhooks.configapi.deliveries;

import io.cdrwebhooks.configapi.Answer;
import io.cdrwebhooks.configapi.TestApi;
import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.delivery.DeliveryId;
import io.cdrwebhooks.delivery.DeliveryProgress;
import io.cdrwebhooks.delivery.DeliveryStatus;
import io.cdrwebhooks.report.Inspection;
import io.cdrwebhooks.report.TaskId;
import io.cdrwebhooks.testing.Samples;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/// The API with one configuration and recorded deliveries, for tests of operations on them.
abstract class StoredDeliveries {
  static final Instant EARLIER = Instant.parse("2026-02-27T10:00:00Z");
  static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");

  final TestApi api = new TestApi();
  final String path = api.configured("A");
  final ConfigurationId configuration = TestApi.idIn(path);

  final Answer redeliver(Delivery delivery) {
    return api.post("/deliveries/" + delivery.id() + "/redeliver");
  }

  final Delivery stored(Delivery delivery) {
    return api.deliveries.find(delivery.id()).orElseThrow();
  }

  final Delivery recorded(DeliveryStatus status) {
    return recorded(status, EARLIER);
  }

  /// `dueAt` is that of a PENDING one.
  final Delivery recorded(DeliveryStatus status, Instant dueAt) {
    boolean unrouted = status == DeliveryStatus.UNROUTED;
    TaskId task = new TaskId(42);
    Delivery delivery =
        new Delivery(
            DeliveryId.of(UUID.randomUUID()),
            unrouted ? Optional.empty() : Optional.of(configuration),
            new Delivery.Upload(
                Samples.report(task), EARLIER, 1234, Optional.of(new Inspection(17, ""))),
            EARLIER,
            status == DeliveryStatus.PENDING
                ? DeliveryProgress.pending(dueAt)
                : DeliveryProgress.kept(status, ""));
    api.deliveries.record(delivery);
    return delivery;
  }
}
