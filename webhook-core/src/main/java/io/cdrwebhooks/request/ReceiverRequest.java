package io.cdrwebhooks.request;

import io.cdrwebhooks.delivery.DeliveryId;
import java.time.Instant;
import java.util.Optional;

/// What a receiver asks for. `at` is the receiver's time.
public sealed interface ReceiverRequest {
  RequestId id();

  Instant at();

  /// A fresh link to the report of a delivery.
  record RenewLink(RequestId id, Instant at, DeliveryId delivery) implements ReceiverRequest {}

  /// The reports that were recorded from an instant on. `cursor` continues a list.
  record ListReports(RequestId id, Instant at, Instant from, Optional<String> cursor)
      implements ReceiverRequest {}
}
