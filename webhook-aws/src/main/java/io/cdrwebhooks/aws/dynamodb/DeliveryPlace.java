package io.cdrwebhooks.aws.dynamodb;

import io.cdrwebhooks.aws.dynamodb.table.Item;
import io.cdrwebhooks.delivery.DeliveryId;
import io.cdrwebhooks.paging.InvalidCursorException;
import java.time.Instant;
import java.time.format.DateTimeParseException;

/// The position of a delivery in any list by `createdAt`.
record DeliveryPlace(Instant createdAt, DeliveryId id) {
  static DeliveryPlace of(Item item) {
    return new DeliveryPlace(
        item.requiredInstant(DeliveryItems.CREATED_AT),
        new DeliveryId(item.requiredText(DeliveryItems.ID)));
  }

  /// Parses the parts of a cursor.
  static DeliveryPlace parse(String createdAt, String id) {
    return new DeliveryPlace(
        parseInstant(createdAt), DeliveryId.parse(id).orElseThrow(InvalidCursorException::new));
  }

  static Instant parseInstant(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException e) {
      throw new InvalidCursorException();
    }
  }

  /// Returns the key after which a query continues, in the partition of one list.
  Item in(Item partition) {
    return new Item(partition.attributes())
        .set(DeliveryItems.ID, id.value())
        .set(DeliveryItems.ITEM, DeliveryItems.DELIVERY)
        .set(DeliveryItems.CREATED_AT, createdAt);
  }
}
