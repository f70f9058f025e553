package io.cdrwebhooks.aws.dynamodb;

import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.delivery.DeliveryId;
import io.cdrwebhooks.delivery.DueWork;
import io.cdrwebhooks.lane.Lane;
import io.cdrwebhooks.lane.Lanes;
import io.cdrwebhooks.lane.Waiting;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/// The lanes in DynamoDB: an item for each, and an index of the deliveries that wait.
///
/// A message to a held lane costs a refused write, and at most ten times a second a mark. It costs
/// nothing if this process has just seen a mark.
public final class DynamoDbLanes implements Lanes {
  private static final int PATIENCE = 5;

  /// Of one shard.
  private static final int PAGE = 100;

  private static final String IS_FREE =
      "(attribute_not_exists(#leasedUntil) OR #leasedUntil <= :now)";
  private static final String MAY_SEND = "(attribute_not_exists(#probeAt) OR #probeAt <= :soon)";

  /// A lane that is free with a lease has a dead holder.
  private static final String MAY_SEND_OR_LEFT =
      "(attribute_exists(#leasedUntil) OR " + MAY_SEND + ")";

  private static final String IS_HELD = "#leasedUntil > :now";
  private static final String IS_HELD_OR_WOKEN =
      IS_HELD + " OR #wakeSentFor BETWEEN :lost AND :late";

  private final Table deliveries;

  /// Until when a lane needs no other mark.
  private final Map<ConfigurationId, Instant> markedUntil = new ConcurrentHashMap<>();

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
  public boolean needsMessage(ConfigurationId id, Instant now) {
    if (markedUntil.getOrDefault(id, Instant.MIN).isAfter(now)) {
      return false;
    }
    Lane lane = find(id);
    if (lane.isHeld(now) || lane.isWakeWaiting(now)) {
      return !isMarked(lane, new DueWork.OfLane(id), IS_HELD_OR_WOKEN, now);
    }
    return !fails(lane, now.plus(CLOCKS_APART));
  }

  @Override
  public Optional<Lane> acquire(
      DueWork.OfLane work, String holder, Instant now, Instant leasedUntil) {
    ConfigurationId id = work.configuration();
    if (!mustSay(work) && markedUntil.getOrDefault(id, Instant.MIN).isAfter(now)) {
      return Optional.empty();
    }
    Item leased =
        leased(new Item(), holder, leasedUntil)
            .set(DeliveryItems.DUE_SHARD, LaneItems.dueShard(id))
            .setEpochSeconds(DeliveryItems.EXPIRES_AT, now.plus(DeliveryItems.KEPT));
    Change change = saying(work, leased);
    Item values = change.values().set(":now", now);
    if (!mustSay(work)) {
      values.set(":soon", now.plus(CLOCKS_APART));
    }
    for (int round = 0; round < PATIENCE; round++) {
      Table.Updated updated =
          deliveries.updateKnowing(
              LaneItems.key(id),
              change.expression(),
              mustSay(work) ? IS_FREE : IS_FREE + " AND " + MAY_SEND_OR_LEFT,
              values);
      Optional<Lane> before = updated.item().map(item -> LaneItems.lane(id, item));
      if (updated.done() || WriterMark.has(updated.item(), LaneItems.HOLDER, holder)) {
        markedUntil.remove(id);
        return Optional.of(before.orElse(Lane.unused(id)).acquired(now, leasedUntil));
      }
      Lane lane = before.orElseThrow();
      boolean isOver =
          lane.isHeld(now)
              ? isMarked(lane, work, IS_HELD, now)
              : !mustSay(work) && fails(lane, now.plus(CLOCKS_APART));
      if (isOver) {
        return Optional.empty();
      } // else the lane was released meanwhile
    }
    throw new IllegalStateException("the lane is acquired and released all the time: " + id);
  }

  /// What a person says, and that the lane's own message has come, is never left out.
  private static boolean mustSay(DueWork.OfLane work) {
    return work.asked() || work.hops() > 0;
  }

  private static Change saying(DueWork.OfLane work, Item set) {
    return work.hops() > 0 ? Change.to(set, LaneItems.WAKE_SENT_FOR) : Change.to(set);
  }

  @Override
  public void wakeBy(ConfigurationId id, Instant now, Instant at) {
    Item due =
        new Item()
            .set(DeliveryItems.DUE_AT, at)
            .set(DeliveryItems.DUE_SHARD, LaneItems.dueShard(id))
            .setEpochSeconds(DeliveryItems.EXPIRES_AT, now.plus(DeliveryItems.KEPT));
    Change change = Change.to(due);
    for (int round = 0; round < PATIENCE; round++) {
      boolean isDue =
          deliveries.updateIf(
              IS_FREE + " AND " + MAY_SEND + " AND (attribute_not_exists(#dueAt) OR #dueAt > :at)",
              LaneItems.key(id),
              change.expression(),
              change.values().set(":now", now).set(":soon", now).set(":at", at));
      if (isDue) {
        return;
      }
      Lane lane = find(id);
      boolean isOver =
          lane.isHeld(now)
              ? isMarked(lane, new DueWork.OfLane(id), IS_HELD, now)
              : fails(lane, now) || lane.dueAt().filter(dueAt -> !dueAt.isAfter(at)).isPresent();
      if (isOver) {
        return;
      } // else the lane was released meanwhile
    }
    throw new IllegalStateException("the lane is acquired and released all the time: " + id);
  }

  /// Marks the lane for its holder; false if `condition` no longer holds.
  private boolean isMarked(Lane lane, DueWork.OfLane work, String condition, Instant now) {
    Optional<Instant> quietUntil =
        lane.wokenAt().map(at -> at.plus(BETWEEN_WAKES)).filter(now::isBefore);
    if (quietUntil.isPresent() && !mustSay(work)) {
      markedUntil.put(lane.configuration(), quietUntil.get());
      return true;
    }
    Item word = new Item().set(LaneItems.WOKEN_AT, now);
    if (work.asked()) {
      word.set(LaneItems.ASKED_AT, now);
    }
    Change change = saying(work, word);
    Item values = change.values().set(":now", now);
    if (condition.equals(IS_HELD_OR_WOKEN)) {
      values.set(":lost", now.minus(LOST_AFTER)).set(":late", now.minus(WAKE_TAKES));
    }
    return deliveries.updateIf(
        condition, LaneItems.key(lane.configuration()), change.expression(), values);
  }

  private static boolean fails(Lane lane, Instant now) {
    return lane.breaker().probeAt().filter(now::isBefore).isPresent();
  }

  @Override
  public Optional<Lane> renew(Lane held, String holder, Instant leasedUntil) {
    Change change = keeping(leased(LaneItems.state(held.state()), holder, leasedUntil));
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
    Item kept = LaneItems.state(held.state());
    wakeAt.ifPresent(at -> kept.set(DeliveryItems.DUE_AT, at));
    held.wakeSentFor().ifPresent(at -> kept.set(LaneItems.WAKE_SENT_FOR, at));
    Change change =
        keeping(
            kept,
            DeliveryItems.LEASED_UNTIL,
            LaneItems.HOLDER,
            DeliveryItems.DUE_AT,
            LaneItems.WAKE_SENT_FOR);
    Item values = change.values().set(":me", holder);
    held.wokenAt().ifPresent(at -> values.set(":seen", at));
    Table.Updated updated =
        deliveries.updateKnowing(
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
            LaneItems.PROBED_UP_TO,
            LaneItems.UNSURE_AT,
            LaneItems.PLACES));
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
