package io.cdrwebhooks.aws.dynamodb.work;

import io.cdrwebhooks.aws.dynamodb.DeliveryItems;
import io.cdrwebhooks.aws.dynamodb.TableDefinition;
import io.cdrwebhooks.aws.dynamodb.table.Item;
import io.cdrwebhooks.aws.dynamodb.table.Section;
import io.cdrwebhooks.aws.dynamodb.table.Table;
import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.delivery.DeliveryId;
import io.cdrwebhooks.lane.Lanes;
import io.cdrwebhooks.lane.Waiting;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// The deliveries that wait in lanes, in the shards of the index `by-lane`.
record WaitingDeliveries(Table deliveries) {
  /// The number of deliveries that one read takes from a shard.
  private static final int PAGE = 100;

  /// Returns the deliveries of a lane that are due at `from` or later, by their due times. The page
  /// ends where the first shard has more deliveries.
  Lanes.Page of(ConfigurationId id, Instant from) {
    List<Waiting> all = new ArrayList<>();
    Optional<Instant> complete = Optional.empty();
    for (int shard = 0; shard < Lanes.SHARDS; shard++) {
      Section section =
          new Section(
              TableDefinition.BY_LANE,
              new Item().set(DeliveryItems.LANE, DeliveryItems.lane(id, shard)),
              DeliveryItems.DUE_AT,
              from,
              Section.LATEST);
      Table.Slice slice = deliveries.oldestFirst(section, Optional.empty(), PAGE);
      List<Waiting> found = slice.items().stream().map(WaitingDeliveries::waiting).toList();
      all.addAll(found);
      if (slice.last().isPresent()) {
        Instant end = found.getLast().dueAt();
        complete = complete.filter(end::isAfter).or(() -> Optional.of(end));
      }
    }
    Optional<Instant> end = complete;
    return new Lanes.Page(
        all.stream()
            .filter(waiting -> end.filter(waiting.dueAt()::isAfter).isEmpty())
            .sorted(Comparator.comparing(Waiting::dueAt))
            .toList(),
        end.isPresent());
  }

  private static Waiting waiting(Item item) {
    return new Waiting(
        new DeliveryId(item.requiredText(DeliveryItems.ID)),
        item.requiredInstant(DeliveryItems.DUE_AT),
        item.requiredInstant(DeliveryItems.ROUND_BEGAN_AT));
  }
}
