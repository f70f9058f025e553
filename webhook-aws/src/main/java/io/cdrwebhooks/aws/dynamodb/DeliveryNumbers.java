package io.cdrwebhooks.aws.dynamodb;

import io.cdrwebhooks.aws.dynamodb.table.Item;
import io.cdrwebhooks.aws.dynamodb.table.Partition;
import io.cdrwebhooks.aws.dynamodb.table.Table;
import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.delivery.DeliveryId;
import io.cdrwebhooks.delivery.DeliveryLists.NumberBefore;
import io.cdrwebhooks.delivery.DeliveryLists.StoredNumbers;
import io.cdrwebhooks.delivery.NumberSeries;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// The numbers of reports. A counter in the table of deliveries issues them, and an index has the
/// deliveries in their order.
///
/// One item counts for a series, so a series gets at most some 1,000 numbers a second.
record DeliveryNumbers(Table deliveries) {
  private static final String LAST_NUMBER = "lastNumber";
  private static final String BEGAN_AT = "beganAt";

  /// Draws the next number of a series. If the SDK repeats the request because its answer was lost,
  /// one number stays unused.
  long draw(NumberSeries series, Instant now) {
    return deliveries
        .updateIfAndGet(
            counter(series),
            "SET #beganAt = if_not_exists(#beganAt, :now) ADD #lastNumber :one",
            "",
            new Item().set(":now", now).set(":one", 1))
        .orElseThrow()
        .requiredNumber(LAST_NUMBER);
  }

  StoredNumbers read(NumberSeries series, long from, int limit) {
    List<Item> keys = partition(series).numbers(deliveries, from, Long.MAX_VALUE, true, limit);
    Map<DeliveryId, Delivery> whole = DynamoDbDeliveryLists.whole(deliveries, keys);
    return new StoredNumbers(
        before(series, from).since(),
        keys.stream().flatMap(key -> Stream.ofNullable(whole.get(DeliveryItems.id(key)))).toList());
  }

  NumberBefore before(NumberSeries series, long number) {
    List<Item> below =
        number > 1 ? partition(series).numbers(deliveries, 1, number - 1, false, 1) : List.of();
    return DynamoDbDeliveryLists.whole(deliveries, below).values().stream()
        .map(found -> new NumberBefore(found.sequence(), Optional.of(found.uploadedAt())))
        .findFirst()
        .orElseGet(() -> new NumberBefore(0, began(series)));
  }

  private Optional<Instant> began(NumberSeries series) {
    return deliveries.get(counter(series)).map(item -> item.requiredInstant(BEGAN_AT));
  }

  private static Partition partition(NumberSeries series) {
    return new Partition(
        TableDefinition.BY_NUMBER,
        new Item().set(DeliveryItems.NUMBERED_IN, series.toString()),
        DeliveryItems.SEQUENCE);
  }

  private static Item counter(NumberSeries series) {
    return DeliveryItems.counterKey(series.toString());
  }
}
