package io.cdrwebhooks.request;

import io.cdrwebhooks.delivery.DeliveryId;
import io.cdrwebhooks.report.TaskId;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;

/// A request of a receiver.
public sealed interface ReceiverRequest {
  RequestId id();

  /// Asks for a fresh link to the report of a delivery.
  record RenewLink(RequestId id, DeliveryId delivery) implements ReceiverRequest {}

  /// Asks for the reports that were recorded from an instant on. `cursor` continues a list.
  record ListReports(RequestId id, Instant from, Optional<String> cursor)
      implements ReceiverRequest {}

  /// A receipt: the receiver has the file of a delivery, with this SHA-256, in 64 lower-case
  /// hexadecimal digits.
  record ConfirmFile(RequestId id, DeliveryId delivery, String sha256) implements ReceiverRequest {}

  /// Asks for the reports of a task in the order of their numbers, from the number `from` (at least
  /// 1) on.
  record ListNumbers(RequestId id, TaskId task, long from) implements ReceiverRequest {}

  /// Asks for a part (from 1 on) of the statement of a day.
  record Statement(RequestId id, LocalDate day, int part) implements ReceiverRequest {}
}
