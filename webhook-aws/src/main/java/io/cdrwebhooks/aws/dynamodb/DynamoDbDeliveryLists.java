package io.cdrwebhooks.aws.dynamodb;

import io.cdrwebhooks.aws.dynamodb.table.Cursors;
import io.cdrwebhooks.aws.dynamodb.table.Item;
import io.cdrwebhooks.aws.dynamodb.table.Section;
import io.cdrwebhooks.aws.dynamodb.table.Table;
import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.delivery.DeliveryFilter;
import io.cdrwebhooks.delivery.DeliveryId;
import io.cdrwebhooks.delivery.DeliveryLists;
import io.cdrwebhooks.delivery.DeliveryStatus;
import io.cdrwebhooks.delivery.NumberSeries;
import io.cdrwebhooks.delivery.TimeRange;
import io.cdrwebhooks.paging.InvalidCursorException;
import io.cdrwebhooks.paging.Page;
import io.cdrwebhooks.report.TaskId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// The lists of deliveries in DynamoDB. Those that jobs read are here, the oldest delivery first:
/// each is one partition of an index by `createdAt`.
///
/// Such a list continues after the key of its last returned delivery, in the order of the index. So
/// a delivery that leaves the list in the meantime does not move the others.
abstract class DynamoDbDeliveryLists implements DeliveryLists {
  /// The number of deliveries of a page whose tasks are looked up, one after the other. The other
  /// deliveries are read as usual.
  private static final int MAX_LOOKED_UP = 4;

  /// The most keys of a task that are compared with a page: more than most tasks have in that time.
  private static final int KEYS_OF_A_TASK = 1_000;

  final Table deliveries;
  final DeliveryNumbers numbers;

  DynamoDbDeliveryLists(Table deliveries) {
    this.deliveries = deliveries;
    numbers = new DeliveryNumbers(deliveries);
  }

  @Override
  public final Page<Delivery> list(DeliveryFilter filter, Optional<String> cursor, int limit) {
    return new FilteredDeliveries(deliveries).page(filter, cursor, limit);
  }

  @Override
  public final List<Delivery> named(String beginning, int limit) {
    return new DeliveryNames(deliveries).beginningWith(beginning, limit);
  }

  @Override
  public final StoredNumbers numbers(NumberSeries series, long from, int limit) {
    return numbers.read(series, from, limit);
  }

  @Override
  public final NumberBefore numberBefore(NumberSeries series, long number) {
    return numbers.before(series, number);
  }

  @Override
  public final Page<Delivery> listByConfiguration(
      ConfigurationId id, int shard, TimeRange range, Optional<String> cursor, int limit) {
    Item partition = ListedPartitions.ofConfiguration(id, shard);
    Cursors cursors =
        new Cursors(
            "deliveries-by-configuration-"
                + partition.requiredText(ListedPartitions.IN_CONFIGURATION));
    return oldestFirst(
        section(TableDefinition.BY_CONFIGURATION, partition, range),
        cursors,
        cursor,
        limit,
        keys -> keys);
  }

  /// Returns the sections of an index that contain the keys of all deliveries of a task or a
  /// configuration, and no others.
  public static List<Section> sections(DeliveryFilter filter) {
    ListedPartitions partitions = ListedPartitions.of(filter);
    return IntStream.range(0, partitions.count()).mapToObj(partitions::section).toList();
  }

  /// Omits a delivery that has left the status while the index still lists it.
  @Override
  public final Page<Delivery> withStatus(
      StatusShard list, TimeRange range, Optional<String> cursor, int limit) {
    return withStatus(list, range, cursor, limit, slice -> slice);
  }

  private Page<Delivery> withStatus(
      StatusShard list,
      TimeRange range,
      Optional<String> cursor,
      int limit,
      UnaryOperator<List<Item>> wanted) {
    Item partition = ListedPartitions.partition(list);
    String index = ListedPartitions.index(list.configuration());
    Cursors cursors = new Cursors("deliveries-standing-" + list);
    Page<Delivery> page =
        oldestFirst(section(index, partition, range), cursors, cursor, limit, wanted);
    return new Page<>(
        page.items().stream().filter(each -> each.status() == list.status()).toList(),
        page.nextCursor());
  }

  @Override
  public final Page<Delivery> unrouted(
      int shard, Predicate<TaskId> ofTasks, TimeRange range, Optional<String> cursor, int limit) {
    StatusShard list = new StatusShard(DeliveryStatus.UNROUTED, Optional.empty(), shard);
    Page<Delivery> page =
        withStatus(list, range, cursor, limit, keys -> ofTasks(keys, shard, ofTasks));
    return new Page<>(
        page.items().stream().filter(each -> ofTasks.test(each.taskId())).toList(),
        page.nextCursor());
  }

  /// Returns the keys of a page without those of most unwanted tasks. It looks up the task of one
  /// delivery; the index by task then has that task's other deliveries in the same shard and time.
  private List<Item> ofTasks(List<Item> page, int shard, Predicate<TaskId> ofTasks) {
    Map<DeliveryId, Item> left = new LinkedHashMap<>();
    page.forEach(key -> left.put(DeliveryItems.id(key), key));
    List<Item> wanted = new ArrayList<>();
    for (int lookUps = 0; lookUps < MAX_LOOKED_UP && left.size() > MAX_LOOKED_UP; lookUps++) {
      Item first = left.values().iterator().next();
      left.remove(DeliveryItems.id(first));
      Optional<TaskId> task = deliveries.getEventually(first).map(DeliveryItems::task);
      if (task.isEmpty()) {
        wanted.add(first); // this read is behind the index, or the delivery is gone
        continue;
      }
      boolean isWanted = ofTasks.test(task.get());
      Stream.concat(
              Stream.of(first),
              keysOf(task.get(), shard, page).flatMap(id -> Stream.ofNullable(left.remove(id))))
          .filter(_ -> isWanted)
          .forEach(wanted::add);
    }
    wanted.addAll(left.values());
    return wanted;
  }

  private Stream<DeliveryId> keysOf(TaskId task, int shard, List<Item> page) {
    Section section =
        new Section(
            TableDefinition.BY_TASK,
            ListedPartitions.ofTask(task, shard),
            DeliveryItems.CREATED_AT,
            page.getFirst().requiredInstant(DeliveryItems.CREATED_AT),
            page.getLast().requiredInstant(DeliveryItems.CREATED_AT));
    return deliveries.oldestFirst(section, Optional.empty(), KEYS_OF_A_TASK).items().stream()
        .map(DeliveryItems::id);
  }

  private static Section section(String index, Item partition, TimeRange range) {
    return new Section(index, partition, DeliveryItems.CREATED_AT, range.from(), range.to());
  }

  /// Reads a page, and of its keys only the `wanted` ones. It refuses a cursor of another range,
  /// because DynamoDB refuses to start outside the section.
  private Page<Delivery> oldestFirst(
      Section section,
      Cursors cursors,
      Optional<String> cursor,
      int limit,
      UnaryOperator<List<Item>> wanted) {
    Optional<DeliveryPlace> from = cursor.map(text -> place(cursors, text));
    if (from.filter(place -> !section.contains(place.createdAt())).isPresent()) {
      throw new InvalidCursorException();
    }
    Optional<Item> start = from.map(place -> place.in(section.partitionKey()));
    Table.Slice slice = deliveries.oldestFirst(section, start, limit);
    Map<DeliveryId, Delivery> whole = whole(deliveries, wanted.apply(slice.items()));
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

  private static DeliveryPlace place(Cursors cursors, String cursor) {
    List<String> parts = cursors.parts(cursor, 2);
    return DeliveryPlace.parse(parts.getFirst(), parts.getLast());
  }

  /// Reads the deliveries with the keys of a list, consistently. Time to live may have removed
  /// some.
  static Map<DeliveryId, Delivery> whole(Table deliveries, List<Item> keys) {
    return deliveries.getAll(keys).stream()
        .map(DeliveryItems::delivery)
        .collect(Collectors.toMap(Delivery::id, Function.identity()));
  }
}
