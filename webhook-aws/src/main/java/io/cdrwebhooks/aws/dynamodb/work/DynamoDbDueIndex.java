package io.cdrwebhooks.aws.dynamodb.work;

import io.cdrwebhooks.aws.dynamodb.DeliveryItems;
import io.cdrwebhooks.aws.dynamodb.TableDefinition;
import io.cdrwebhooks.aws.dynamodb.table.Item;
import io.cdrwebhooks.aws.dynamodb.table.Section;
import io.cdrwebhooks.aws.dynamodb.table.Table;
import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.delivery.DeliveryId;
import io.cdrwebhooks.report.TaskId;
import io.cdrwebhooks.work.BulkJobId;
import io.cdrwebhooks.work.DueIndex;
import io.cdrwebhooks.work.DueWork;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/// Reads due work from an index of the deliveries' table. The index has little more than the keys
/// of the work.
public final class DynamoDbDueIndex implements DueIndex {
  private final Table deliveries;

  public DynamoDbDueIndex(DynamoDbClient client, String deliveriesTable) {
    deliveries = TableDefinition.DELIVERIES.open(client, deliveriesTable);
  }

  @Override
  public List<Due> due(int shard, Instant from, Instant until, int limit) {
    Section section =
        new Section(
            TableDefinition.DUE,
            new Item().set(DeliveryItems.DUE_SHARD, shard),
            DeliveryItems.DUE_AT,
            from,
            until);
    List<Due> found = new ArrayList<>();
    Optional<Item> start = Optional.empty();
    do {
      Table.Slice slice = deliveries.oldestFirst(section, start, limit - found.size());
      slice.items().stream().flatMap(DynamoDbDueIndex::due).forEach(found::add);
      start = slice.last();
    } while (start.isPresent() && found.size() < limit);
    return found;
  }

  @Override
  public void announced(Due entry, Instant at) {
    Item key =
        switch (entry.work()) {
          case DueWork.OfLane lane -> LaneItems.key(lane.configuration());
          case DueWork.OfDelivery(DeliveryId id) -> DeliveryItems.key(id);
          case DueWork.OfJob(BulkJobId id) -> JobItems.key(id);
          case DueWork.OfDigest(ConfigurationId id) -> DynamoDbDigests.key(id);
          case DueWork.OfWatch(TaskId task) -> DynamoDbReportWatches.key(task);
        };
    deliveries.updateIf(
        key,
        "SET #announcedAt = :at, #announcedFor = :dueAt",
        "#dueAt = :dueAt",
        new Item().set(":at", at).set(":dueAt", entry.dueAt()));
  }

  /// Returns the entry of an item; none if its id has an unknown form. Then a later version has
  /// written the item, and handles it.
  private static Stream<Due> due(Item item) {
    String id = item.requiredText(DeliveryItems.ID);
    Instant dueAt = item.requiredInstant(DeliveryItems.DUE_AT);
    Optional<Instant> announcedAt =
        item.instant(DeliveryItems.ANNOUNCED_FOR)
            .filter(dueAt::equals)
            .flatMap(_ -> item.instant(DeliveryItems.ANNOUNCED_AT));
    return Stream.of(
            LaneItems.parse(id).<DueWork>map(DueWork.OfLane::new),
            DeliveryId.parse(id).<DueWork>map(DueWork.OfDelivery::new),
            BulkJobId.parse(id).<DueWork>map(DueWork.OfJob::new),
            DynamoDbDigests.parse(id).<DueWork>map(DueWork.OfDigest::new),
            DynamoDbReportWatches.parse(id).<DueWork>map(DueWork.OfWatch::new))
        .flatMap(Optional::stream)
        .map(work -> new Due(work, dueAt, announcedAt));
  }
}
