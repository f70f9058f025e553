package io.cdrwebhooks.aws.dynamodb.work;

import io.cdrwebhooks.aws.dynamodb.DeliveryItems;
import io.cdrwebhooks.aws.dynamodb.TableDefinition;
import io.cdrwebhooks.aws.dynamodb.table.Change;
import io.cdrwebhooks.aws.dynamodb.table.Item;
import io.cdrwebhooks.aws.dynamodb.table.Table;
import io.cdrwebhooks.aws.dynamodb.table.Write;
import io.cdrwebhooks.aws.dynamodb.table.WriterMark;
import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.delivery.DeliveryId;
import io.cdrwebhooks.lane.Lane;
import io.cdrwebhooks.lane.Lanes;
import io.cdrwebhooks.lane.WakeStep;
import io.cdrwebhooks.work.DueWork;
import io.cdrwebhooks.work.LaneCause;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/// The lanes in DynamoDB: an item for each lane, and an index of the waiting deliveries.
///
/// A message for a held lane costs a refused write, and at most ten times a second another write
/// for the mark. It costs nothing if this process has just read the lane.
public final class DynamoDbLanes implements Lanes {
  /// The tries of one call while other workers acquire and release the lane.
  static final int MAX_TRIES = 5;

  static final String IS_FREE = "(attribute_not_exists(#leasedUntil) OR #leasedUntil <= :now)";
  static final String IS_HELD = "#leasedUntil > :now";
  static final String MAY_SEND = "(attribute_not_exists(#probeAt) OR #probeAt <= :soon)";

  /// The lane may send, or its holder has died: the lane is free and still has a lease.
  private static final String MAY_SEND_OR_LEFT =
      "(attribute_exists(#leasedUntil) OR " + MAY_SEND + ")";

  /// A due time in this range may stay while the lane is held.
  private static final String IS_DUE_SOON_AFTER = "#dueAt BETWEEN :leasedUntil AND :latest";

  private final Table deliveries;
  private final LaneWakes wakes;

  public DynamoDbLanes(DynamoDbClient client, String deliveriesTable) {
    deliveries = TableDefinition.DELIVERIES.open(client, deliveriesTable);
    wakes = new LaneWakes(deliveries);
  }

  @Override
  public Lane find(ConfigurationId id) {
    return deliveries
        .get(LaneItems.key(id))
        .map(item -> LaneItems.lane(id, item))
        .orElse(Lane.unused(id));
  }

  @Override
  public boolean wake(ConfigurationId id, Optional<DeliveryId> named, Instant now) {
    return wakes.wake(id, named, now);
  }

  /// Acquires the lane. For an arrival's message, the first try does not change the due time.
  @Override
  public Optional<Lane> acquire(
      DueWork.OfLane work, String holder, Instant now, Instant leasedUntil) {
    ConfigurationId id = work.configuration();
    if (!work.isAskedOrOwnMessage() && wakes.hasSeenHeld(id, now)) {
      return Optional.empty();
    }
    Item held = held(holder, leasedUntil);
    Item heldAndDue = LaneItems.due(id, now, leasedUntil).setAll(held);
    for (int tries = 0; tries < MAX_TRIES; tries++) {
      Item lease = tries == 0 && work.cause() instanceof LaneCause.Waiting ? held : heldAndDue;
      Write updated = tryAcquire(work, lease, now);
      Lane lane =
          updated
              .item()
              .map(item -> LaneItems.lane(id, item, work.first()))
              .orElse(Lane.unused(id));
      if (updated.isBy(LaneItems.HOLDER, holder)) {
        wakes.forget(id);
        return Optional.of(lane.acquired(now, leasedUntil));
      }
      Optional<WakeStep.NoMessage> instead = lane.insteadOfTurn(work, now);
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
    if (!work.isAskedOrOwnMessage()) {
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

  private boolean tryLeave(Lane lane, WakeStep.NoMessage step, DueWork.OfLane work, Instant now) {
    return switch (step) {
      case WakeStep.WaitForProbe() -> true;
      case WakeStep.AlreadyMarked(Instant until) -> wakes.remember(lane, step, now, until);
      case WakeStep.MarkLane() -> tryMarkHeld(lane, work, now);
    };
  }

  private static Change changeFor(DueWork.OfLane work, Item set) {
    return work.cause() instanceof LaneCause.OwnMessage
        ? Change.to(set, LaneItems.WAKE_SENT_FOR)
        : Change.to(set);
  }

  /// Marks the lane for its holder, because of a message. Returns false if the lane no longer has a
  /// holder.
  private boolean tryMarkHeld(Lane lane, DueWork.OfLane work, Instant now) {
    Item mark = new Item().set(LaneItems.WOKEN_AT, now);
    if (work.cause() instanceof LaneCause.Asked) {
      mark.set(LaneItems.ASKED_AT, now);
    }
    Change change = changeFor(work, mark);
    return deliveries.updateIf(
        LaneItems.key(lane.configuration()),
        change.expression(),
        IS_HELD,
        change.values().set(":now", now));
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

  static String sameMark(Lane lane) {
    return lane.wokenAt().isPresent() ? "#wokenAt = :seen" : "attribute_not_exists(#wokenAt)";
  }

  static IllegalStateException changedOnEveryTry(ConfigurationId id) {
    return new IllegalStateException("lane changed during every try: " + id);
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
