package io.cdrwebhooks.aws.dynamodb;

import io.cdrwebhooks.delivery.DeliveryId;
import java.time.Instant;
import java.util.List;

/// Where one lane of a list is read next, the newest first ([MergedLanes]).
sealed interface LanePosition {
  /// From the newest on that is not younger than this.
  record UpTo(Instant createdAt) implements LanePosition {}

  /// After this delivery, in the order that the index has.
  record After(DeliveryPlace place) implements LanePosition {}

  /// Nothing is left in it.
  record AtEnd() implements LanePosition {}

  /// As a part of a cursor.
  default String text() {
    return switch (this) {
      case UpTo(Instant createdAt) -> createdAt.toString();
      case After(DeliveryPlace(Instant createdAt, DeliveryId id)) -> createdAt + " " + id;
      case AtEnd() -> "end";
    };
  }

  /// What [#text] gave.
  ///
  /// @throws io.cdrwebhooks.configuration.InvalidCursorException if it is none
  static LanePosition parse(String text) {
    if (text.equals("end")) {
      return new AtEnd();
    }
    List<String> parts = List.of(text.split(" ", 2));
    return parts.size() == 1
        ? new UpTo(DeliveryPlace.parseInstant(text))
        : new After(DeliveryPlace.parse(parts.getFirst(), parts.getLast()));
  }
}
