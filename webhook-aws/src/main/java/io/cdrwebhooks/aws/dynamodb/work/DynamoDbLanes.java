package io.cdrwebhooks.aws.dynamodb.work;

import io.cdrwebhooks.aws.dynamodb.DeliveryItems;
import io.cdrwebhooks.aws.dynamodb.DynamoDbTables;
import io.cdrwebhooks.aws.dynamodb.table.Change;
import io.cdrwebhooks.aws.dynamodb.table.Item;
import io.cdrwebhooks.aws.dynamodb.table.Table;
import io.cdrwebhooks.aws.dynamodb.table.Write;
import io.cdrwebhooks.aws.dynamodb.table.WriterMark;
import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.delivery.DeliveryId;
import io.cdrwebhooks.lane.Lane;
import io.cdrwebhooks.lane.Lanes;
import io.cdrwebhooks.lane.WakeStep;
import io.cdrwebhooks.work.DueWork;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/// The lanes in DynamoDB: an item for each lane, and an index of the waiting deliveries.
///
/// Waking a held lane costs a refused write, and at most ten times a second another write for the
/// mark. It costs nothing if this process has just read the lane. The same applies to a message for
/// a held lane.
public final class DynamoDbLanes implements Lanes {
  private static final int PATIENCE = 5;
  private static final int LOCKS = 64;

  private static final String IS_FREE =
      "(attribute_not_exists(#leasedUntil) OR #leasedUntil <= :now)";
  private static final String MAY_SEND = "(attribute_not_exists(#probeAt) OR #probeAt <= :soon)";

  /// The lane may send, or its holder has died: the lane is free and still has a lease.
  private static final String MAY_SEND_OR_LEFT =
      "(attribute_exists(#leasedUntil) OR " + MAY_SEND + ")";

  /// A due time in this range may stay while the lane is held.
  private static final String IS_DUE_SOON_AFTER = "#dueAt BETWEEN :leasedUntil AND :latest";

  private static final String IS_HELD = "#leasedUntil > :now";
  private static final String MARK = "SET #wokenAt = :now";

  private final Table deliveries;

  /// Lanes that this process has just read.
  private final Map<ConfigurationId, Seen> seen = new ConcurrentHashMap<>();

  private final List<Object> locks = Stream.generate(Object::new).limit(LOCKS).toList();

  /// A lane as it was read. Until `until`, `needsMessage` says whether recorded deliveries need a
  /// message; `isHeld` says whether a worker held the lane.
  private record Seen(boolean needsMessage, boolean isHeld, Instant until) {}

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

  /// The reports of a batch wake one lane at the same time. Most of them reuse the state that the
  /// first has read.
  @Override
  public boolean wake(ConfigurationId id, Optional<DeliveryId> named, Instant now) {
    synchronized (locks.get(Math.floorMod(id.hashCode(), locks.size()))) {
      return wakeStored(id, named, now);
    }
  }

  /// Makes the lane due if it is idle. Otherwise it reads the lane and carries out its [WakeStep].
  /// Returns whether the caller must send a message.
  private boolean wakeStored(ConfigurationId id, Optional<DeliveryId> named, Instant now) {
    Optional<Seen> last = seenAt(id, now);
    if (last.isPresent()) {
      return last.get().needsMessage();
    }
    for (int round = 0; round < PATIENCE; round++) {
      Write updated = makeDueIfIdle(id, named, now);
      if (updated.done()) {
        return true;
      }
      Item item = updated.item().orElseThrow();
      Lane lane = LaneItems.lane(id, item);
      WakeStep step = lane.wakeStep(now);
      boolean done =
          switch (step) {
            case WakeStep.Rest() -> remember(lane, step, now, now.plus(BETWEEN_WAKES));
            case WakeStep.Marked(Instant until) -> remember(lane, step, now, until);
            case WakeStep.Mark() -> tryMark(lane, now);
            case WakeStep.MarkAndSend() -> tryMarkFirst(lane, now);
            case WakeStep.MakeDue due ->
                // This is a repeat, or a write whose answer was lost: the lane is due for this
                // delivery.
                LaneItems.isDueFor(item, named)
                    || (tryMakeDue(lane, due, now)
                        && remember(lane, due, now, now.plus(BETWEEN_WAKES)));
          };
      if (done) {
        return step.needsMessage();
      } // otherwise another worker acquired or released the lane meanwhile
    }
    throw changedOnEveryTry(id);
  }

  private Write makeDueIfIdle(ConfigurationId id, Optional<DeliveryId> named, Instant now) {
    Item due = due(id, now, now.plus(FOUND_WITHIN));
    named.ifPresent(each -> due.set(LaneItems.DUE_FOR, each.value()));
    Change change = Change.to(due);
    return deliveries.updateReturningOld(
        LaneItems.key(id),
        change.expression(),
        IS_FREE + " AND " + MAY_SEND + " AND attribute_not_exists(#dueAt)",
        change.values().set(":now", now).set(":soon", now.plus(CLOCKS_APART)));
  }

  /// Makes a lane due that is due already: its present message may be lost, or the index may still
  /// lack the new delivery at that time. Returns false if the lane has changed.
  private boolean tryMakeDue(Lane lane, WakeStep.MakeDue step, Instant now) {
    if (lane.dueAt().isEmpty()) {
      return false;
    }
    Item due = due(lane.configuration(), now, step.dueAt());
    if (step.unsure()) {
      due.set(LaneItems.UNSURE_AT, now);
    }
    Change change = Change.to(due, LaneItems.DUE_FOR);
    return deliveries.updateIf(
        LaneItems.key(lane.configuration()),
        change.expression(),
        IS_FREE + " AND #dueAt = :was",
        change.values().set(":now", now).set(":was", lane.dueAt().get()));
  }

  private static Item due(ConfigurationId id, Instant now, Instant at) {
    return new Item()
        .set(DeliveryItems.DUE_AT, at)
        .set(DeliveryItems.DUE_SHARD, LaneItems.dueShard(id))
        .setEpochSeconds(DeliveryItems.EXPIRES_AT, now.plus(Delivery.RETENTION));
  }

  private Optional<Seen> seenAt(ConfigurationId id, Instant now) {
    return Optional.ofNullable(seen.get(id)).filter(last -> last.until().isAfter(now));
  }

  private boolean remember(Lane lane, WakeStep step, Instant now, Instant until) {
    seen.put(lane.configuration(), new Seen(step.needsMessage(), lane.isHeld(now), until));
    return true;
  }

  private static IllegalStateException changedOnEveryTry(ConfigurationId id) {
    return new IllegalStateException("lane changed during every try: " + id);
  }

  /// For an arrival's message, the first try leaves the due time alone.
  @Override
  public Optional<Lane> acquire(
      DueWork.OfLane work, String holder, Instant now, Instant leasedUntil) {
    ConfigurationId id = work.configuration();
    if (!work.mustBeStored() && seenAt(id, now).filter(Seen::isHeld).isPresent()) {
      return Optional.empty();
    }
    Item held = held(holder, leasedUntil);
    Item heldAndDue = due(id, now, leasedUntil).setAll(held);
    for (int round = 0; round < PATIENCE; round++) {
      Item lease = round == 0 && work.isOfArrival() ? held : heldAndDue;
      Write updated = tryAcquire(work, lease, now);
      Lane lane =
          updated
              .item()
              .map(item -> LaneItems.lane(id, item, work.first()))
              .orElse(Lane.unused(id));
      if (updated.isBy(LaneItems.HOLDER, holder)) {
        seen.remove(id);
        return Optional.of(lane.acquired(now, leasedUntil));
      }
      Optional<WakeStep.Silent> instead = lane.insteadOfTurn(work, now);
      if (instead.isPresent() && tryLeave(lane, instead.get(), work, now)) {
        return Optional.empty();
      } // otherwise the holder released the lane meanwhile, or its due time must change
    }
    throw changedOnEveryTry(id);
  }

  /// A lease without a new due time requires that the lane is due soon after the lease.
  private Write tryAcquire(DueWork.OfLane work, Item lease, Instant now) {
    Change change = changeFor(work, lease).without(LaneItems.DUE_FOR);
    Item values = change.values().set(":now", now);
    String condition = IS_FREE;
    if (!work.mustBeStored()) {
      condition += " AND " + MAY_SEND_OR_LEFT;
      values.set(":soon", now.plus(CLOCKS_APART));
    }
    if (!lease.has(DeliveryItems.DUE_AT)) {
      condition += " AND " + IS_DUE_SOON_AFTER;
      values.set(":latest", now.plus(FOUND_WITHIN).plus(CLOCKS_APART));
    }
    return deliveries.updateReturningOld(
        LaneItems.key(work.configuration()), change.expression(), condition, values);
  }

  private boolean tryLeave(Lane lane, WakeStep.Silent step, DueWork.OfLane work, Instant now) {
    return switch (step) {
      case WakeStep.Rest() -> true;
      case WakeStep.Marked(Instant until) -> remember(lane, step, now, until);
      case WakeStep.Mark() -> tryMarkHeld(lane, work, now);
    };
  }

  private static Change changeFor(DueWork.OfLane work, Item set) {
    return work.isLanesOwn() ? Change.to(set, LaneItems.WAKE_SENT_FOR) : Change.to(set);
  }

  /// Marks the lane for its holder, because of a message. Returns false if the lane no longer has a
  /// holder.
  private boolean tryMarkHeld(Lane lane, DueWork.OfLane work, Instant now) {
    Item mark = new Item().set(LaneItems.WOKEN_AT, now);
    if (work.asked()) {
      mark.set(LaneItems.ASKED_AT, now);
    }
    Change change = changeFor(work, mark);
    return deliveries.updateIf(
        LaneItems.key(lane.configuration()),
        change.expression(),
        IS_HELD,
        change.values().set(":now", now));
  }

  /// Marks the lane for its holder, or for the worker of the waiting message. Returns false if the
  /// lane no longer has either.
  private boolean tryMark(Lane lane, Instant now) {
    return deliveries.updateIf(
        LaneItems.key(lane.configuration()),
        MARK,
        IS_HELD + " OR #wakeSentFor <= :late",
        new Item().set(":now", now).set(":late", now.minus(WAKE_DELAY)));
  }

  /// Marks a lane whose own message is late. Returns false if another process has marked the lane
  /// since it was read, so that only one process sends another message.
  private boolean tryMarkFirst(Lane lane, Instant now) {
    Item values = new Item().set(":now", now).set(":sent", lane.wakeSentFor().orElseThrow());
    lane.wokenAt().ifPresent(at -> values.set(":seen", at));
    return deliveries.updateIf(
        LaneItems.key(lane.configuration()),
        MARK,
        IS_FREE + " AND #wakeSentFor = :sent AND " + sameMark(lane),
        values);
  }

  private static String sameMark(Lane lane) {
    return lane.wokenAt().isPresent() ? "#wokenAt = :seen" : "attribute_not_exists(#wokenAt)";
  }

  @Override
  public Optional<Lane> renew(Lane held, String holder, Instant leasedUntil) {
    Item lease = held(holder, leasedUntil).set(DeliveryItems.DUE_AT, leasedUntil);
    Change change = keeping(LaneItems.state(held.state()).setAll(lease));
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
    Write updated =
        deliveries.updateReturningOld(
            LaneItems.key(held.configuration()),
            change.expression(),
            "#holder = :me AND " + sameMark(held),
            values);
    return updated.done() || !WriterMark.has(updated.item(), LaneItems.HOLDER, holder)
        ? Optional.empty()
        : updated.item().map(item -> LaneItems.lane(held.configuration(), item));
  }

  private static Item held(String holder, Instant leasedUntil) {
    return new Item().set(LaneItems.HOLDER, holder).set(DeliveryItems.LEASED_UNTIL, leasedUntil);
  }

  private static Change keeping(Item state, String... cleared) {
    List<String> all = new ArrayList<>(List.of(cleared));
    all.addAll(LaneItems.STATE);
    return Change.to(state, all.toArray(String[]::new));
  }

  @Override
  public Page waiting(ConfigurationId id, Instant from) {
    return new WaitingDeliveries(deliveries).of(id, from);
  }
}
