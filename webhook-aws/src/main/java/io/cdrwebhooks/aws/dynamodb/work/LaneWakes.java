package io.cdrwebhooks.aws.dynamodb.work;

import io.cdrwebhooks.aws.dynamodb.table.Change;
import io.cdrwebhooks.aws.dynamodb.table.Item;
import io.cdrwebhooks.aws.dynamodb.table.Table;
import io.cdrwebhooks.aws.dynamodb.table.Write;
import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.delivery.DeliveryId;
import io.cdrwebhooks.lane.Lane;
import io.cdrwebhooks.lane.Lanes;
import io.cdrwebhooks.lane.WakeStep;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/// Wakes lanes for new deliveries.
///
/// Waking a held lane costs a refused write, and at most ten times a second another write for the
/// mark. It costs nothing if this process has just read the lane.
final class LaneWakes {
  private static final int LOCKS = 64;
  private static final String MARK = "SET #wokenAt = :now";

  private final Table deliveries;

  /// Lanes that this process has just read.
  private final Map<ConfigurationId, Seen> seen = new ConcurrentHashMap<>();

  private final List<Object> locks = Stream.generate(Object::new).limit(LOCKS).toList();

  /// A lane as it was read. Until `until`, `needsMessage` says whether recorded deliveries need a
  /// message; `isHeld` says whether a worker held the lane.
  private record Seen(boolean needsMessage, boolean isHeld, Instant until) {}

  LaneWakes(Table deliveries) {
    this.deliveries = deliveries;
  }

  /// The reports of a batch wake one lane at the same time. Most of them reuse the state that the
  /// first has read.
  boolean wake(ConfigurationId id, Optional<DeliveryId> named, Instant now) {
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
    for (int tries = 0; tries < DynamoDbLanes.MAX_TRIES; tries++) {
      Write updated = makeDueIfIdle(id, named, now);
      if (updated.done()) {
        return true;
      }
      Item item = updated.item().orElseThrow();
      Lane lane = LaneItems.lane(id, item);
      WakeStep step = lane.wakeStep(now);
      boolean done =
          switch (step) {
            case WakeStep.WaitForProbe() ->
                remember(lane, step, now, now.plus(Lanes.BETWEEN_WAKES));
            case WakeStep.AlreadyMarked(Instant until) -> remember(lane, step, now, until);
            case WakeStep.MarkLane() -> tryMark(lane, now);
            case WakeStep.MarkAndSend() -> tryMarkFirst(lane, now);
            case WakeStep.MakeDue due ->
                // This is a repeat, or a write whose answer was lost: the lane is due for this
                // delivery.
                LaneItems.isDueFor(item, named)
                    || (tryMakeDue(lane, due, now)
                        && remember(lane, due, now, now.plus(Lanes.BETWEEN_WAKES)));
          };
      if (done) {
        return step.needsMessage();
      } // otherwise another worker acquired or released the lane meanwhile
    }
    throw DynamoDbLanes.changedOnEveryTry(id);
  }

  private Write makeDueIfIdle(ConfigurationId id, Optional<DeliveryId> named, Instant now) {
    Item due = LaneItems.due(id, now, now.plus(Lanes.FOUND_WITHIN));
    named.ifPresent(each -> due.set(LaneItems.DUE_FOR, each.value()));
    Change change = Change.to(due);
    return deliveries.updateReturningOld(
        LaneItems.key(id),
        change.expression(),
        DynamoDbLanes.IS_FREE
            + " AND "
            + DynamoDbLanes.MAY_SEND
            + " AND attribute_not_exists(#dueAt)",
        change.values().set(":now", now).set(":soon", now.plus(Lanes.CLOCKS_APART)));
  }

  /// Changes the due time of a lane that is due already, because its present message may be lost,
  /// or the index may still lack the new delivery at that time. Returns false if the lane has
  /// changed.
  private boolean tryMakeDue(Lane lane, WakeStep.MakeDue step, Instant now) {
    if (lane.dueAt().isEmpty()) {
      return false;
    }
    Item due = LaneItems.due(lane.configuration(), now, step.dueAt());
    if (step.indexMayLag()) {
      due.set(LaneItems.UNSURE_AT, now);
    }
    Change change = Change.to(due, LaneItems.DUE_FOR);
    return deliveries.updateIf(
        LaneItems.key(lane.configuration()),
        change.expression(),
        DynamoDbLanes.IS_FREE + " AND #dueAt = :was",
        change.values().set(":now", now).set(":was", lane.dueAt().get()));
  }

  /// Marks the lane for its holder, or for the worker of the waiting message. Returns false if the
  /// lane no longer has either.
  private boolean tryMark(Lane lane, Instant now) {
    return deliveries.updateIf(
        LaneItems.key(lane.configuration()),
        MARK,
        DynamoDbLanes.IS_HELD + " OR #wakeSentFor <= :late",
        new Item().set(":now", now).set(":late", now.minus(Lanes.WAKE_DELAY)));
  }

  /// Marks a lane whose own message is late. Returns false if another process has marked the lane
  /// since it was read, so that only one process sends another message.
  private boolean tryMarkFirst(Lane lane, Instant now) {
    Item values = new Item().set(":now", now).set(":sent", lane.wakeSentFor().orElseThrow());
    lane.wokenAt().ifPresent(at -> values.set(":seen", at));
    return deliveries.updateIf(
        LaneItems.key(lane.configuration()),
        MARK,
        DynamoDbLanes.IS_FREE + " AND #wakeSentFor = :sent AND " + DynamoDbLanes.sameMark(lane),
        values);
  }

  private Optional<Seen> seenAt(ConfigurationId id, Instant now) {
    return Optional.ofNullable(seen.get(id)).filter(last -> last.until().isAfter(now));
  }

  /// Returns whether a worker held the lane when this process read it, a moment ago.
  boolean hasSeenHeld(ConfigurationId id, Instant now) {
    return seenAt(id, now).filter(Seen::isHeld).isPresent();
  }

  boolean remember(Lane lane, WakeStep step, Instant now, Instant until) {
    seen.put(lane.configuration(), new Seen(step.needsMessage(), lane.isHeld(now), until));
    return true;
  }

  void forget(ConfigurationId id) {
    seen.remove(id);
  }
}
