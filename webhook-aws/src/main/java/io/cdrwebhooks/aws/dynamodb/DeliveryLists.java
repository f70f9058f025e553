package io.cdrwebhooks.aws.dynamodb;

import io.cdrwebhooks.aws.dynamodb.table.Cursors;
import io.cdrwebhooks.aws.dynamodb.table.Item;
import io.cdrwebhooks.aws.dynamodb.table.Section;
import io.cdrwebhooks.aws.dynamodb.table.Table;
import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.delivery.Deliveries.StatusShard;
import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.delivery.DeliveryId;
import io.cdrwebhooks.delivery.TimeRange;
import io.cdrwebhooks.paging.InvalidCursorException;
import io.cdrwebhooks.paging.Page;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The lists that jobs read, the oldest delivery first. Each list is one partition of an index by
/// `createdAt`, which lags shortly behind the writes. The deliveries themselves come from a
/// consistent read.
///
/// A list continues after the key of its last returned delivery, in the order of the index. So a
/// delivery that leaves the list in the meantime does not move the others.
record DeliveryLists(Table deliveries) {
  Page<Delivery> ofConfiguration(
      ConfigurationId id, int shard, TimeRange range, Optional<String> cursor, int limit) {
    String key = DeliveryItems.inConfiguration(id, shard);
    Item partition = new Item().set(DeliveryItems.IN_CONFIGURATION, key);
    Cursors cursors = new Cursors("deliveries-by-configuration-" + key);
    return oldestFirst(
        section(DynamoDbTables.BY_CONFIGURATION, partition, range), cursors, cursor, limit);
  }

  /// Leaves out a delivery that has left the status while the index still has it.
  Page<Delivery> withStatus(StatusShard list, TimeRange range, Optional<String> cursor, int limit) {
    Item partition = DeliveryItems.partition(list);
    String index = DeliveryItems.index(list.configuration());
    Cursors cursors = new Cursors("deliveries-standing-" + list);
    Page<Delivery> page = oldestFirst(section(index, partition, range), cursors, cursor, limit);
    return new Page<>(
        page.items().stream().filter(each -> each.status() == list.status()).toList(),
        page.nextCursor());
  }

  private static Section section(String index, Item partition, TimeRange range) {
    return new Section(index, partition, DeliveryItems.CREATED_AT, range.from(), range.to());
  }

  /// Reads a page. It refuses a cursor of another range, because DynamoDB refuses to start outside
  /// the section.
  private Page<Delivery> oldestFirst(
      Section section, Cursors cursors, Optional<String> cursor, int limit) {
    Optional<DeliveryPlace> from = cursor.map(text -> place(cursors, text));
    if (from.filter(place -> !section.contains(place.createdAt())).isPresent()) {
      throw new InvalidCursorException();
    }
    Optional<Item> start = from.map(place -> place.in(section.partitionKey()));
    return page(deliveries.oldestFirst(section, start, limit), cursors);
  }

  private static DeliveryPlace place(Cursors cursors, String cursor) {
    List<String> parts = cursors.parts(cursor, 2);
    return DeliveryPlace.parse(parts.getFirst(), parts.getLast());
  }

  private Page<Delivery> page(Table.Slice slice, Cursors cursors) {
    Map<DeliveryId, Delivery> whole = whole(deliveries, slice.items());
    return new Page<>(
        slice.items().stream()
            .flatMap(item -> Stream.ofNullable(whole.get(DeliveryItems.id(item))))
            .toList(),
        slice
            .last()
            .map(
                key ->
                    cursors.cursor(
                        key.requiredText(DeliveryItems.CREATED_AT),
                        key.requiredText(DeliveryItems.ID))));
  }

  /// Reads the deliveries of a list's keys, consistently. Time to live may have removed some.
  static Map<DeliveryId, Delivery> whole(Table deliveries, List<Item> keys) {
    return deliveries.getAll(keys, true).stream()
        .map(DeliveryItems::delivery)
        .collect(Collectors.toMap(Delivery::id, Function.identity()));
  }
}
