package io.cdrwebhooks.aws.dynamodb;

import io.cdrwebhooks.aws.dynamodb.table.Change;
import io.cdrwebhooks.aws.dynamodb.table.Item;
import io.cdrwebhooks.aws.dynamodb.table.Table;
import io.cdrwebhooks.aws.dynamodb.table.Write;
import io.cdrwebhooks.aws.dynamodb.table.WriterMark;
import io.cdrwebhooks.aws.dynamodb.trace.LinkUseUpdate;
import io.cdrwebhooks.aws.dynamodb.trace.TraceItems;
import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.delivery.Attempt;
import io.cdrwebhooks.delivery.AttemptClaim;
import io.cdrwebhooks.delivery.AttemptNumber;
import io.cdrwebhooks.delivery.Deliveries;
import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.delivery.DeliveryId;
import io.cdrwebhooks.delivery.DeliveryStatus;
import io.cdrwebhooks.delivery.LinkFollow;
import io.cdrwebhooks.delivery.NextState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/// The deliveries and their attempts in DynamoDB.
///
/// Safe for many threads and processes. The delivery's own item decides every race; only the lists
/// read indexes. If the SDK repeats a write whose answer was lost, the write recognises its own
/// result. Items stay below 20 KiB.
public final class DynamoDbDeliveries extends DynamoDbDeliveryLists implements Deliveries {
  /// The end of the lease of the last completed claim.
  private static final String COMPLETED = "completedLease";

  private static final String PENDING = DeliveryStatus.PENDING.name();
  private static final String NO_LEASE =
      "(attribute_not_exists(#leasedUntil) OR #leasedUntil <= :now)";
  private static final String SAME_ATTEMPT = "#round = :wasRound AND #attempt = :wasAttempt";

  public DynamoDbDeliveries(DynamoDbClient client, String deliveriesTable) {
    super(TableDefinition.DELIVERIES.open(client, deliveriesTable));
  }

  @Override
  public Recording record(Delivery delivery) {
    String writer = WriterMark.newWriter();
    Item item = DeliveryItems.item(delivery).set(WriterMark.WRITTEN_BY, writer);
    for (int tries = 0; tries < Table.MAX_TRIES; tries++) {
      Write write = deliveries.put(item, "attribute_not_exists(#id)", new Item());
      if (write.isBy(WriterMark.WRITTEN_BY, writer)) {
        return new Recording.Recorded();
      }
      // Time to live may have removed the delivery at this moment.
      if (write.item().isPresent()) {
        return new Recording.AlreadyRecorded(DeliveryItems.delivery(write.item().get()));
      }
    }
    throw new IllegalStateException(
        "delivery was not stored within " + Table.MAX_TRIES + " tries: " + delivery.id());
  }

  /// Reads the delivery first, so that a repeated event draws no number.
  @Override
  public Recording recordNumbered(Delivery delivery) {
    return find(delivery.id())
        .<Recording>map(Recording.AlreadyRecorded::new)
        .orElseGet(
            () -> record(delivery.numbered(numbers.draw(delivery.series(), delivery.createdAt()))));
  }

  @Override
  public Optional<Delivery> find(DeliveryId id) {
    return deliveries.get(DeliveryItems.key(id)).map(DeliveryItems::delivery);
  }

  @Override
  public Optional<Delivery> findEventually(DeliveryId id) {
    return deliveries.getEventually(DeliveryItems.key(id)).map(DeliveryItems::delivery);
  }

  @Override
  public Claiming claim(Delivery delivery, Instant now, Instant leasedUntil) {
    AttemptNumber last = delivery.progress().lastAttempt();
    String claimant = WriterMark.newWriter();
    Change change = DeliveryItems.claimed(delivery.inspection(), leasedUntil, claimant);
    Write write =
        deliveries.update(
            DeliveryItems.key(delivery.id()),
            change.expression(),
            "#status = :pending AND #dueAt <= :now AND " + SAME_ATTEMPT + " AND " + NO_LEASE,
            sameAttempt(change, last).set(":now", now).set(":pending", PENDING));
    return write.isBy(DeliveryItems.CLAIMED_BY, claimant)
        ? new Claiming.Claimed(
            new AttemptClaim(
                delivery.id(), delivery.configurationId().orElseThrow(), last.next(), leasedUntil))
        : new Claiming.Refused(write.item().map(DeliveryItems::delivery));
  }

  /// Stores the attempt before the delivery changes state; reads show the attempt only after that.
  /// If the process dies in between, the delivery stays unchanged and its lease expires. The
  /// attempt is then made again under the same number and replaces the stored one. An attempt never
  /// replaces one that was made under a later lease.
  ///
  /// If the receiver followed the link before it answered, another update removes the due time of
  /// the link's check. An update cannot make its change depend on that.
  @Override
  public Completion complete(AttemptClaim claim, Attempt attempt, NextState nextState) {
    deliveries.put(
        AttemptItems.item(claim, attempt),
        "attribute_not_exists(#id) OR #leasedUntil <= :lease",
        new Item().set(":lease", claim.leasedUntil()));
    AttemptNumber made = attempt.number();
    Item completed =
        new Item()
            .set(DeliveryItems.ROUND, made.round())
            .set(DeliveryItems.ATTEMPT, made.number())
            .set(COMPLETED, claim.leasedUntil());
    Change change =
        DeliveryItems.moving(claim.delivery(), claim.configuration(), nextState, completed);
    // The lease of an attempt of another round may end at the same instant.
    Write write =
        deliveries.updateReturningOld(
            DeliveryItems.key(claim.delivery()),
            change.expression(),
            "#leasedUntil = :completedLease AND " + SAME_ATTEMPT,
            sameAttempt(change, new AttemptNumber(made.round(), made.number() - 1)));
    if (write.done() || wasCompleted(write.item(), claim)) {
      if (nextState.status() == DeliveryStatus.DELIVERED && wasFollowed(write.item(), claim)) {
        nextState.dueAt().ifPresent(dueAt -> clearDueAt(claim.delivery(), dueAt));
      }
      return Completion.COMPLETED;
    }
    discardAttempt(claim, nextState, write.item());
    return Completion.LEASE_LOST;
  }

  private static boolean wasCompleted(Optional<Item> current, AttemptClaim claim) {
    return current.flatMap(item -> item.instant(COMPLETED)).equals(Optional.of(claim.leasedUntil()))
        && current.map(DeliveryItems::lastAttempt).equals(Optional.of(claim.number()));
  }

  /// Returns whether a client has followed a link since the attempt of this claim began.
  private static boolean wasFollowed(Optional<Item> item, AttemptClaim claim) {
    return item.flatMap(found -> found.instant(DeliveryItems.LINK_LAST_FOLLOWED_AT))
        .filter(claim::hasBegunBy)
        .isPresent();
  }

  /// Deletes the attempt, because its lease was lost. If the receiver accepted the attempt, a
  /// delivery that is PENDING in the same round still becomes DELIVERED. If a later round has
  /// begun, the attempt stays, because no later attempt has its number.
  private void discardAttempt(AttemptClaim claim, NextState nextState, Optional<Item> current) {
    int round = claim.number().round();
    if (current.map(DeliveryItems::lastAttempt).filter(last -> last.round() > round).isPresent()) {
      return;
    }
    if (nextState.status() == DeliveryStatus.DELIVERED) {
      Change change =
          DeliveryItems.moving(claim.delivery(), claim.configuration(), nextState, new Item());
      deliveries.updateIf(
          DeliveryItems.key(claim.delivery()),
          change.expression(),
          "#status = :pending AND #round = :wasRound",
          change.values().set(":wasRound", round).set(":pending", PENDING));
    }
    deliveries.deleteIf(
        AttemptItems.key(claim.delivery(), claim.number()),
        "#leasedUntil = :lease",
        new Item().set(":lease", claim.leasedUntil()));
  }

  @Override
  public boolean stop(Delivery seen, Instant now, NextState stopped) {
    ConfigurationId configuration =
        seen.configurationId()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "only a delivery with a configuration can be stopped: " + seen.id()));
    String writer = WriterMark.newWriter();
    Item mark = new Item().set(WriterMark.WRITTEN_BY, writer);
    Change change = DeliveryItems.moving(seen.id(), configuration, stopped, mark);
    return deliveries
        .update(
            DeliveryItems.key(seen.id()),
            change.expression(),
            "#status = :wasStatus AND " + SAME_ATTEMPT + " AND " + NO_LEASE,
            sameAttempt(change, seen.progress().lastAttempt())
                .set(":wasStatus", seen.status().name())
                .set(":now", now))
        .isBy(WriterMark.WRITTEN_BY, writer);
  }

  @Override
  public Restarting restart(
      DeliveryId id, Set<DeliveryStatus> from, ConfigurationId configuration, Instant now) {
    if (from.isEmpty()) {
      return new Restarting.Refused(find(id));
    }
    String writer = WriterMark.newWriter();
    Item begun =
        DeliveryItems.ofConfiguration(configuration, id)
            .set(DeliveryItems.LANE, DeliveryItems.lane(configuration, id))
            .set(DeliveryItems.ROUND_BEGAN_AT, now)
            .set(DeliveryItems.ATTEMPT, 0)
            .setEpochSeconds(DeliveryItems.EXPIRES_AT, now.plus(Delivery.RETENTION))
            .set(WriterMark.WRITTEN_BY, writer);
    Change change =
        DeliveryItems.moving(id, configuration, NextState.again(now), begun)
            .without(DeliveryItems.DUE_SHARD);
    Item values = change.values().set(":one", 1);
    List<String> statuses = new ArrayList<>();
    for (DeliveryStatus status : from) {
      statuses.add(":from" + status.name());
      values.set(statuses.getLast(), status.name());
    }
    Write updated =
        deliveries.updateAndGet(
            DeliveryItems.key(id),
            change.expression() + " ADD #round :one",
            "#status IN (" + String.join(", ", statuses) + ")",
            values);
    return updated.isBy(WriterMark.WRITTEN_BY, writer)
        ? new Restarting.Restarted(DeliveryItems.delivery(updated.item().orElseThrow()))
        : new Restarting.Refused(updated.item().map(DeliveryItems::delivery));
  }

  @Override
  public void releaseClaim(AttemptClaim claim) {
    deliveries.updateIf(
        DeliveryItems.key(claim.delivery()),
        "REMOVE #leasedUntil, #claimedBy",
        "#leasedUntil = :lease",
        new Item().set(":lease", claim.leasedUntil()));
  }

  @Override
  public boolean makeDueNow(DeliveryId id, Instant now) {
    return deliveries.updateIf(
        DeliveryItems.key(id),
        "SET #dueAt = :now",
        "#status = :pending AND #dueAt > :now AND " + NO_LEASE,
        new Item().set(":pending", PENDING).set(":now", now));
  }

  @Override
  public void clearDueAt(DeliveryId id, Instant dueAt) {
    deliveries.updateIf(
        DeliveryItems.key(id),
        "REMOVE #dueAt",
        "#dueAt = :dueAt AND #status <> :pending",
        new Item().set(":dueAt", dueAt).set(":pending", PENDING));
  }

  @Override
  public List<Attempt> attempts(DeliveryId id) {
    return AttemptItems.recorded(deliveries.partition(DeliveryItems.partition(id)));
  }

  /// Records the use with updates and no read, because the download function may not read this
  /// table, and may write only [LinkUseUpdate#ATTRIBUTES]. The first update suits almost all: a
  /// DELIVERED delivery whose trace has room. A receiver may follow the link before its delivery is
  /// completed; the completion then removes the check of the link. If the answer to an update is
  /// lost, no caller learns that the use was the first.
  @Override
  public boolean recordLinkFollowed(DeliveryId id, LinkFollow follow) {
    for (LinkUseUpdate use : LinkUseUpdate.inOrder(follow, WriterMark.newWriter())) {
      Optional<Item> updated =
          deliveries.updateIfAndGetUpdated(
              DeliveryItems.key(id), use.expression(), use.condition(), use.values());
      if (updated.isPresent()) {
        return updated.get().number(DeliveryItems.LINK_FOLLOWS).equals(Optional.of(1L));
      }
    }
    return false;
  }

  @Override
  public void noteCopy(DeliveryId original, DeliveryId copy) {
    deliveries.updateIf(
        DeliveryItems.key(original),
        TraceItems.ADD_COPY,
        TraceItems.ROOM_FOR_COPY,
        TraceItems.values(copy));
  }

  /// Returns the values of a change and of [#SAME_ATTEMPT].
  private static Item sameAttempt(Change change, AttemptNumber last) {
    return change.values().set(":wasRound", last.round()).set(":wasAttempt", last.number());
  }
}
