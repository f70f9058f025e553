package io.cdrwebhooks.aws.dynamodb;

import io.cdrwebhooks.delivery.DeliveryId;
import java.time.Instant;
import java.util.List;

/// The position at which the next read of a partition begins, the newest delivery first
/// ([MergedPartitions]).
sealed interface PartitionPosition {
  /// Begins with the newest delivery that is not newer than `createdAt`.
  record UpTo(Instant createdAt) implements PartitionPosition {}

  /// Continues after this delivery, in the order of the index.
  record After(DeliveryPlace place) implements PartitionPosition {}

  /// The partition has no more deliveries.
  record AtEnd() implements PartitionPosition {}

  /// Returns the position as a part of a cursor.
  default String text() {
    return switch (this) {
      case UpTo(Instant createdAt) -> createdAt.toString();
      case After(DeliveryPlace(Instant createdAt, DeliveryId id)) -> createdAt + " " + id;
      case AtEnd() -> "end";
    };
  }

  /// Parses the text that [#text] returned.
  ///
  /// @throws io.cdrwebhooks.paging.InvalidCursorException if the text is not a position
  static PartitionPosition parse(String text) {
    if (text.equals("end")) {
      return new AtEnd();
    }
    List<String> parts = List.of(text.split(" ", 2));
    return parts.size() == 1
        ? new UpTo(DeliveryPlace.parseInstant(text))
        : new After(DeliveryPlace.parse(parts.getFirst(), parts.getLast()));
  }
}
