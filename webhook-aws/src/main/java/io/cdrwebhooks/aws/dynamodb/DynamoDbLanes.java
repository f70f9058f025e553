package io.cdrwebhooks.aws.dynamodb;

import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.delivery.DeliveryId;
import io.cdrwebhooks.lane.Lane;
import io.cdrwebhooks.lane.Lanes;
import io.cdrwebhooks.lane.Waiting;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/// The lanes in DynamoDB: an item for each, and an index of the deliveries that wait.
///
/// A message to a lane that is held costs one refused write, and at most one write a second.
public final class DynamoDbLanes implements Lanes {
  /// Of one shard.
  private static final int PAGE = 100;

  private static final String IS_FREE =
      "(attribute_not_exists(#leasedUntil) OR #leasedUntil <= :now)";
  private static final String MAY_SEND = "(attribute_not_exists(#probeAt) OR #probeAt <= :now)";

  private final Table deliveries;

  public DynamoDbLanes(DynamoDbClient client, String deliveriesTable) {
    deliveries = DynamoDbTables.deliveries(client, deliveriesTable);
  }

  @Override
  public Lane find(ConfigurationId id) {
    return deliveries
        .get(LaneItems.key(id))
        .map(item -> LaneItems.lane(id, item))
        .orElse(Lane.unused(id));
  }

  @Override
  public Optional<Lane> acquire(
      ConfigurationId id, String holder, boolean asked, Instant now, Instant leasedUntil) {
    Item leased =
        leased(new Item(), holder, leasedUntil)
            .set(DeliveryItems.DUE_SHARD, LaneItems.dueShard(id))
            .setEpochSeconds(DeliveryItems.EXPIRES_AT, now.plus(DeliveryItems.KEPT));
    Change change = Change.to(leased);
    Table.Updated updated =
        deliveries.updateAndGet(
            LaneItems.key(id),
            change.expression(),
            asked ? IS_FREE : IS_FREE + " AND " + MAY_SEND,
            change.values().set(":now", now));
    if (updated.done() || WriterMark.has(updated.item(), LaneItems.HOLDER, holder)) {
      return updated.item().map(item -> LaneItems.lane(id, item));
    }
    updated
        .item()
        .map(item -> LaneItems.lane(id, item))
        .filter(lane -> lane.isHeld(now))
        .ifPresent(lane -> wake(lane, asked, now));
    return Optional.empty();
  }

  @Override
  public void wakeBy(ConfigurationId id, Instant now, Instant at) {
    Item due =
        new Item()
            .set(DeliveryItems.DUE_AT, at)
            .set(DeliveryItems.DUE_SHARD, LaneItems.dueShard(id))
            .setEpochSeconds(DeliveryItems.EXPIRES_AT, now.plus(DeliveryItems.KEPT));
    Change change = Change.to(due);
    boolean isDue =
        deliveries.updateIf(
            IS_FREE + " AND " + MAY_SEND + " AND (attribute_not_exists(#dueAt) OR #dueAt > :at)",
            LaneItems.key(id),
            change.expression(),
            change.values().set(":now", now).set(":at", at));
    Lane lane = isDue ? Lane.unused(id) : find(id);
    if (lane.isHeld(now)) {
      wake(lane, false, now);
    }
  }

  private void wake(Lane lane, boolean asked, Instant now) {
    boolean justWoken =
        lane.wokenAt().filter(at -> at.plus(BETWEEN_WAKES).isAfter(now)).isPresent();
    if (justWoken && !asked) {
      return;
    }
    Item woken = new Item().set(LaneItems.WOKEN_AT, now);
    if (asked) {
      woken.set(LaneItems.ASKED_AT, now);
    }
    Change change = Change.to(woken);
    boolean _ =
        deliveries.updateIf(
            "attribute_exists(#id)",
            LaneItems.key(lane.configuration()),
            change.expression(),
            change.values());
  }

  @Override
  public Optional<Lane> renew(Lane held, String holder, Instant leasedUntil) {
    Change change = keeping(leased(LaneItems.state(held), holder, leasedUntil));
    return deliveries
        .updateIfAndGet(
            "#holder = :me",
            LaneItems.key(held.configuration()),
            change.expression(),
            change.values().set(":me", holder))
        .map(item -> LaneItems.lane(held.configuration(), item));
  }

  @Override
  public Optional<Lane> release(Lane held, String holder, Optional<Instant> wakeAt) {
    Item kept = LaneItems.state(held);
    wakeAt.ifPresent(at -> kept.set(DeliveryItems.DUE_AT, at));
    Change change =
        keeping(kept, DeliveryItems.LEASED_UNTIL, LaneItems.HOLDER, DeliveryItems.DUE_AT);
    Item values = change.values().set(":me", holder);
    held.wokenAt().ifPresent(at -> values.set(":seen", at));
    Table.Updated updated =
        deliveries.updateAndGet(
            LaneItems.key(held.configuration()),
            change.expression(),
            "#holder = :me AND "
                + (held.wokenAt().isPresent()
                    ? "#wokenAt = :seen"
                    : "attribute_not_exists(#wokenAt)"),
            values);
    return updated.done() || !WriterMark.has(updated.item(), LaneItems.HOLDER, holder)
        ? Optional.empty()
        : updated.item().map(item -> LaneItems.lane(held.configuration(), item));
  }

  private static Item leased(Item item, String holder, Instant leasedUntil) {
    return item.set(LaneItems.HOLDER, holder)
        .set(DeliveryItems.LEASED_UNTIL, leasedUntil)
        .set(DeliveryItems.DUE_AT, leasedUntil);
  }

  private static Change keeping(Item state, String... cleared) {
    List<String> all = new ArrayList<>(List.of(cleared));
    all.addAll(
        List.of(
            LaneItems.FAILED,
            LaneItems.FAILING_SINCE,
            LaneItems.FAILED_PROBES,
            LaneItems.PROBE_AT,
            LaneItems.NEXT_SEND_AT,
            LaneItems.PROBED_UP_TO));
    return Change.to(state, all.toArray(String[]::new));
  }

  @Override
  public Page waiting(ConfigurationId id, Instant from) {
    List<Waiting> all = new ArrayList<>();
    Optional<Instant> complete = Optional.empty();
    for (int shard = 0; shard < SHARDS; shard++) {
      Section section =
          new Section(
              DynamoDbTables.BY_LANE,
              new Item().set(DeliveryItems.LANE, DeliveryItems.lane(id, shard)),
              DeliveryItems.DUE_AT,
              from,
              Section.LATEST);
      Table.Slice slice = deliveries.oldestFirst(section, Optional.empty(), PAGE);
      List<Waiting> found = slice.items().stream().map(DynamoDbLanes::waiting).toList();
      all.addAll(found);
      if (slice.last().isPresent()) {
        Instant end = found.getLast().dueAt();
        complete = complete.filter(end::isAfter).or(() -> Optional.of(end));
      }
    }
    Optional<Instant> end = complete;
    return new Page(
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
