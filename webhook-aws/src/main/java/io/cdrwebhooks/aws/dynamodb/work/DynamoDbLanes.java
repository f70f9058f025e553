package io.cdrwebhooks.aws.dynamodb.work;

import io.cdrwebhooks.aws.dynamodb.DeliveryItems;
import io.cdrwebhooks.aws.dynamodb.DynamoDbTables;
import io.cdrwebhooks.aws.dynamodb.table.Change;
import io.cdrwebhooks.aws.dynamodb.table.Item;
import io.cdrwebhooks.aws.dynamodb.table.Section;
import io.cdrwebhooks.aws.dynamodb.table.Table;
import io.cdrwebhooks.aws.dynamodb.table.WriterMark;
import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.delivery.DeliveryId;
import io.cdrwebhooks.lane.Lane;
import io.cdrwebhooks.lane.Lanes;
import io.cdrwebhooks.lane.Waiting;
import io.cdrwebhooks.work.DueWork;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/// The lanes in DynamoDB: an item for each, and an index of the deliveries that wait.
///
/// To wake a held lane, or to send it a message, costs a refused write, and at most ten times a
/// second a mark. It costs nothing if this process has just seen the lane.
public final class DynamoDbLanes implements Lanes {
  private static final int PATIENCE = 5;
  private static final int LOCKS = 64;

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

  /// What this process has just seen of lanes.
  private final Map<ConfigurationId, Seen> seen = new ConcurrentHashMap<>();

  private final List<Object> locks = Stream.generate(Object::new).limit(LOCKS).toList();

  /// A state that holds for all that is recorded before `until`.
  private record Seen(State state, Instant until) {}

  /// A lane that is marked for its holder, or for the worker of its waiting wake-up message, that
  /// waits for its probe, or that is due for what waits in it.
  private enum State {
    MARKED,
    MARKED_FREE,
    FAILING,
    DUE
  }

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

  /// The reports of a batch wake one lane at the same time: most use what the first has seen.
  @Override
  public boolean wake(ConfigurationId id, Optional<DeliveryId> named, Instant now) {
    synchronized (locks.get(Math.floorMod(id.hashCode(), locks.size()))) {
      return needsMessage(id, named, now);
    }
  }

  private boolean needsMessage(ConfigurationId id, Optional<DeliveryId> named, Instant now) {
    Optional<Seen> last = seenAt(id, now);
    if (last.isPresent()) {
      return last.get().state() == State.DUE;
    }
    Instant soon = now.plus(CLOCKS_APART);
    Item due = due(id, now, now.plus(FOUND_WITHIN));
    named.ifPresent(each -> due.set(LaneItems.DUE_FOR, each.value()));
    Change change = Change.to(due);
    for (int round = 0; round < PATIENCE; round++) {
      Table.Updated updated =
          deliveries.updateReturningOld(
              LaneItems.key(id),
              change.expression(),
              IS_FREE + " AND " + MAY_SEND + " AND attribute_not_exists(#dueAt)",
              change.values().set(":now", now).set(":soon", soon));
      if (updated.done()) {
        return true;
      }
      Item item = updated.item().orElseThrow();
      Lane lane = LaneItems.lane(id, item);
      if (lane.isHeld(now) || lane.isWakeWaiting(now)) {
        if (tryMark(lane, new DueWork.OfLane(id), IS_HELD_OR_WOKEN, now)) {
          return !lane.isHeld(now) && lane.needsAnotherMessage(now);
        }
      } else if (fails(lane, soon)) {
        see(id, State.FAILING, now.plus(BETWEEN_WAKES));
        return false;
      } else if (tryMakeDue(lane, item, named, now)) {
        return true;
      } // else the lane was acquired or released meanwhile
    }
    throw changesAllTheTime(id);
  }

  /// Makes sure of a lane that waits for something else too: for a message, which may never come,
  /// or for a due time, when its index may still lack the new delivery. False if the lane has
  /// changed.
  private boolean tryMakeDue(Lane lane, Item item, Optional<DeliveryId> named, Instant now) {
    if (named.isPresent() && item.text(LaneItems.DUE_FOR).equals(named.map(DeliveryId::value))) {
      return true; // its own: a lost answer, or a repeat
    }
    Optional<Instant> was = lane.dueAt();
    if (was.isEmpty()) {
      return false;
    }
    Instant latest = now.plus(FOUND_WITHIN);
    Instant dueAt = was.filter(latest::isAfter).orElse(latest);
    Item due = due(lane.configuration(), now, dueAt);
    if (dueAt.isBefore(now.plus(INDEX_LAG).plus(CLOCKS_APART))) {
      due.set(LaneItems.UNSURE_AT, now);
    }
    Change change = Change.to(due, LaneItems.DUE_FOR);
    boolean isDue =
        deliveries.updateIf(
            LaneItems.key(lane.configuration()),
            change.expression(),
            IS_FREE + " AND #dueAt = :was",
            change.values().set(":now", now).set(":was", was.get()));
    if (isDue) {
      see(lane.configuration(), State.DUE, now.plus(BETWEEN_WAKES));
    }
    return isDue;
  }

  private static Item due(ConfigurationId id, Instant now, Instant at) {
    return new Item()
        .set(DeliveryItems.DUE_AT, at)
        .set(DeliveryItems.DUE_SHARD, LaneItems.dueShard(id))
        .setEpochSeconds(DeliveryItems.EXPIRES_AT, now.plus(DeliveryItems.KEPT));
  }

  private Optional<Seen> seenAt(ConfigurationId id, Instant now) {
    return Optional.ofNullable(seen.get(id)).filter(last -> last.until().isAfter(now));
  }

  private void see(ConfigurationId id, State state, Instant until) {
    seen.put(id, new Seen(state, until));
  }

  private static IllegalStateException changesAllTheTime(ConfigurationId id) {
    return new IllegalStateException("lane changed during every try: " + id);
  }

  @Override
  public Optional<Lane> acquire(
      DueWork.OfLane work, String holder, Instant now, Instant leasedUntil) {
    ConfigurationId id = work.configuration();
    if (!mustWrite(work)
        && seenAt(id, now).filter(last -> last.state() == State.MARKED).isPresent()) {
      return Optional.empty();
    }
    Item leased = leased(due(id, now, leasedUntil), holder, leasedUntil);
    Change change = changeFor(work, leased).without(LaneItems.DUE_FOR);
    Item values = change.values().set(":now", now);
    if (!mustWrite(work)) {
      values.set(":soon", now.plus(CLOCKS_APART));
    }
    for (int round = 0; round < PATIENCE; round++) {
      Table.Updated updated =
          deliveries.updateReturningOld(
              LaneItems.key(id),
              change.expression(),
              mustWrite(work) ? IS_FREE : IS_FREE + " AND " + MAY_SEND_OR_LEFT,
              values);
      Optional<Lane> before = updated.item().map(item -> LaneItems.lane(id, item, work.first()));
      if (updated.done() || WriterMark.has(updated.item(), LaneItems.HOLDER, holder)) {
        seen.remove(id);
        return Optional.of(before.orElse(Lane.unused(id)).acquired(now, leasedUntil));
      }
      Lane lane = before.orElseThrow();
      boolean isOver =
          lane.isHeld(now)
              ? tryMark(lane, work, IS_HELD, now)
              : !mustWrite(work) && fails(lane, now.plus(CLOCKS_APART));
      if (isOver) {
        return Optional.empty();
      } // else the lane was released meanwhile
    }
    throw changesAllTheTime(id);
  }

  /// A person's request and the arrival of the lane's own message are always written, even if the
  /// lane was just marked.
  private static boolean mustWrite(DueWork.OfLane work) {
    return work.asked() || work.hops() > 0;
  }

  private static Change changeFor(DueWork.OfLane work, Item set) {
    return work.hops() > 0 ? Change.to(set, LaneItems.WAKE_SENT_FOR) : Change.to(set);
  }

  /// Marks the lane for its holder; false if `condition` no longer holds.
  private boolean tryMark(Lane lane, DueWork.OfLane work, String condition, Instant now) {
    Optional<Instant> quietUntil =
        lane.wokenAt().map(at -> at.plus(BETWEEN_WAKES)).filter(now::isBefore);
    if (quietUntil.isPresent() && !mustWrite(work)) {
      State state = lane.isHeld(now) ? State.MARKED : State.MARKED_FREE;
      see(lane.configuration(), state, quietUntil.get());
      return true;
    }
    Item mark = new Item().set(LaneItems.WOKEN_AT, now);
    if (work.asked()) {
      mark.set(LaneItems.ASKED_AT, now);
    }
    Change change = changeFor(work, mark);
    Item values = change.values().set(":now", now);
    if (condition.equals(IS_HELD_OR_WOKEN)) {
      values.set(":lost", now.minus(LOST_AFTER)).set(":late", now.minus(WAKE_TAKES));
    }
    return deliveries.updateIf(
        LaneItems.key(lane.configuration()), change.expression(), condition, values);
  }

  private static boolean fails(Lane lane, Instant now) {
    return lane.breaker().probeAt().filter(now::isBefore).isPresent();
  }

  @Override
  public Optional<Lane> renew(Lane held, String holder, Instant leasedUntil) {
    Change change = keeping(leased(LaneItems.state(held.state()), holder, leasedUntil));
    return deliveries
        .updateIfAndGet(
            LaneItems.key(held.configuration()),
            change.expression(),
            "#holder = :me",
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
        deliveries.updateReturningOld(
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
    all.addAll(LaneItems.STATE);
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
