package io.cdrwebhooks.aws.dynamodb;

import io.cdrwebhooks.aws.dynamodb.table.Cursors;
import io.cdrwebhooks.aws.dynamodb.table.Section;
import io.cdrwebhooks.aws.dynamodb.table.Table;
import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.delivery.DeliveryFilter;
import io.cdrwebhooks.delivery.DeliveryId;
import io.cdrwebhooks.paging.InvalidCursorException;
import io.cdrwebhooks.paging.Page;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The filtered list of deliveries, the newest first, as the API shows it. It lags shortly behind
/// the writes.
///
/// One index serves the narrowest condition of the filter and its times ([ListedPartitions]). This
/// class applies the other conditions to the deliveries that it has read. A page reads at most
/// [#MAX_READ] items of each partition and examines at most the same number in total. So its cost
/// is bounded, and a page may be short.
record FilteredDeliveries(Table deliveries) {
  static final int MAX_READ = 100;

  Page<Delivery> page(DeliveryFilter filter, Optional<String> cursor, int limit) {
    ListedPartitions partitions = ListedPartitions.of(filter);
    Cursors cursors = cursors(filter);
    List<PartitionPosition> starts =
        cursor
            .map(text -> positions(partitions, cursors.parts(text, partitions.count())))
            .orElseGet(partitions::start);
    int most = partitions.serveAllOf(filter) ? limit : MAX_READ;
    MergedPartitions merged =
        MergedPartitions.read(
            starts, (partition, from) -> read(partitions.section(partition), from, most));
    List<MergedPartitions.Placed> looked = merged.newest(most);
    Map<DeliveryId, Delivery> whole =
        DynamoDbDeliveryLists.whole(
            deliveries, looked.stream().map(MergedPartitions.Placed::item).toList());
    List<Delivery> page = new ArrayList<>();
    int taken = 0;
    while (taken < looked.size() && page.size() < limit) {
      Optional.ofNullable(whole.get(DeliveryItems.id(looked.get(taken).item())))
          .filter(filter::has)
          .ifPresent(page::add);
      taken++;
    }
    return new Page<>(page, next(merged.after(looked.subList(0, taken)), cursors));
  }

  private Table.Slice read(Section section, PartitionPosition from, int most) {
    return switch (from) {
      case PartitionPosition.UpTo(Instant latest) ->
          deliveries.newestFirst(section.upTo(latest), Optional.empty(), most);
      case PartitionPosition.After(DeliveryPlace place) ->
          deliveries.newestFirst(section, Optional.of(place.in(section.partitionKey())), most);
      case PartitionPosition.AtEnd() -> Table.Slice.NOTHING;
    };
  }

  private static Optional<String> next(List<PartitionPosition> positions, Cursors cursors) {
    return positions.stream().allMatch(position -> position instanceof PartitionPosition.AtEnd)
        ? Optional.empty()
        : Optional.of(
            cursors.cursor(positions.stream().map(PartitionPosition::text).toArray(String[]::new)));
  }

  /// Parses the positions of a cursor. It refuses a position outside its section: DynamoDB refuses
  /// to start there, and no list issues such a cursor.
  private static List<PartitionPosition> positions(
      ListedPartitions partitions, List<String> parts) {
    List<PartitionPosition> positions = parts.stream().map(PartitionPosition::parse).toList();
    for (int partition = 0; partition < positions.size(); partition++) {
      if (positions.get(partition) instanceof PartitionPosition.After(DeliveryPlace place)
          && !partitions.section(partition).contains(place.createdAt())) {
        throw new InvalidCursorException();
      }
    }
    return positions;
  }

  /// Returns the cursors of the filter's list; each filter has a separate list. The name of a list
  /// includes a condition of a later version only if the filter has it, so earlier cursors stay
  /// valid.
  private static Cursors cursors(DeliveryFilter filter) {
    String name =
        Stream.of(
                filter.taskId(),
                filter.configurationId(),
                filter.status(),
                filter.from(),
                filter.until())
            .map(condition -> condition.map(Object::toString).orElse("any"))
            .collect(Collectors.joining(" ", "deliveries ", ""));
    return new Cursors(name + filter.test().map(wanted -> " test=" + wanted).orElse(""));
  }
}
