package io.cdrwebhooks.aws.dynamodb;

import io.cdrwebhooks.aws.dynamodb.table.Item;
import io.cdrwebhooks.aws.dynamodb.table.Partition;
import io.cdrwebhooks.aws.dynamodb.table.Table;
import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.delivery.DeliveryId;
import io.cdrwebhooks.delivery.DeliveryLists;
import io.cdrwebhooks.report.ObjectKey.ReportKey;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Finds deliveries by the beginning of their file name. The index has only their keys, which never
/// change, so DynamoDB writes it once for each delivery.
///
/// A position is the name, a slash and the time. No name contains a slash, so the positions of one
/// exact name begin with the name and a slash. Each shard needs one query, and a second one only if
/// more names begin with the text than the answer has room for.
record DeliveryNames(Table deliveries) {
  /// The position of the file name among all names; it never changes. Deliveries of version 1.0.0
  /// lack it.
  static final String NAME_PLACE = "named";

  /// The most code points of a name in a position. With the time, the position stays below the
  /// 1,024 bytes that DynamoDB allows. Deliveries with longer names are compared after they were
  /// read.
  static final int MAX_CODE_POINTS = 240;

  private static final String END = "/";

  /// Enough until the year 5188.
  private static final int TIME_DIGITS = 9;

  private static final Comparator<Item> LAST_FIRST =
      Comparator.<Item, String>comparing(item -> item.requiredText(NAME_PLACE))
          .thenComparing(item -> item.requiredText(DeliveryItems.ID))
          .reversed();

  static String place(Delivery delivery) {
    return start(delivery.report().fileName()) + END + digits(delivery.createdAt());
  }

  /// Returns milliseconds in few digits, because each byte is stored twice, in the item and in the
  /// index.
  private static String digits(Instant createdAt) {
    String digits = Long.toString(Math.max(0, createdAt.toEpochMilli()), 36);
    return "0".repeat(TIME_DIGITS - digits.length()) + digits;
  }

  List<Delivery> beginningWith(String beginning, int limit) {
    List<Item> keys = read(start(beginning), limit);
    if (keys.size() == limit) {
      // Deliveries with exactly this name may follow the last one that was read.
      keys = firstOfEach(read(start(beginning) + END, limit), keys, limit);
    }
    Map<DeliveryId, Delivery> whole = DynamoDbDeliveryLists.whole(deliveries, keys);
    return keys.stream()
        .flatMap(key -> Stream.ofNullable(whole.get(DeliveryItems.id(key))))
        .filter(delivery -> delivery.report().key().nameBegins(beginning))
        .sorted(Comparator.comparing(delivery -> !delivery.report().key().isNamed(beginning)))
        .toList();
  }

  private static List<Item> firstOfEach(List<Item> exact, List<Item> others, int limit) {
    Map<DeliveryId, Item> keys = new LinkedHashMap<>();
    Stream.of(exact, others)
        .flatMap(List::stream)
        .forEach(key -> keys.putIfAbsent(DeliveryItems.id(key), key));
    return keys.values().stream().limit(limit).toList();
  }

  private List<Item> read(String text, int limit) {
    return IntStream.range(0, DeliveryLists.LIST_SHARDS)
        .mapToObj(
            shard ->
                new Partition(
                    TableDefinition.BY_NAME,
                    new Item().set(ListedPartitions.LIST_SHARD, shard),
                    NAME_PLACE))
        .flatMap(shard -> shard.beginningWith(deliveries, text, limit).stream())
        .sorted(LAST_FIRST)
        .limit(limit)
        .toList();
  }

  private static String start(String name) {
    String folded = ReportKey.folded(name);
    return folded.codePointCount(0, folded.length()) <= MAX_CODE_POINTS
        ? folded
        : folded.substring(0, folded.offsetByCodePoints(0, MAX_CODE_POINTS));
  }
}
