package io.cdrwebhooks.aws.dynamodb;

import io.cdrwebhooks.configuration.InvalidCursorException;
import io.cdrwebhooks.configuration.Page;
import io.cdrwebhooks.delivery.Attempt;
import io.cdrwebhooks.delivery.AttemptClaim;
import io.cdrwebhooks.delivery.AttemptNumber;
import io.cdrwebhooks.delivery.Deliveries;
import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.delivery.DeliveryId;
import io.cdrwebhooks.delivery.DeliveryStatus;
import io.cdrwebhooks.report.TaskId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/// The deliveries and their attempts in DynamoDB.
///
/// Safe for many threads and processes. The delivery's own item decides every race; only the list
/// by task reads an index, which is a moment behind. Items stay below 16 KiB as long as an
/// attempt's reason is a sentence.
public final class DynamoDbDeliveries implements Deliveries {
  /// Who holds the lease: a claim that was repeated because its answer was lost knows its own.
  private static final String CLAIMED_BY = "claimedBy";

  /// The end of the lease of the last completed claim, for the same reason.
  private static final String COMPLETED = "completedLease";

  private static final Pattern INSTANT =
      Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\\.[0-9]{3}Z");

  private final Table deliveries;

  public DynamoDbDeliveries(DynamoDbClient client, String deliveriesTable) {
    deliveries = DynamoDbTables.deliveries(client, deliveriesTable);
  }

  @Override
  public Recording record(Delivery delivery) {
    Item item = DeliveryItems.item(delivery);
    for (int round = 0; round < PendingWrites.PATIENCE; round++) {
      Write write = deliveries.put(item, "attribute_not_exists(#id)", new Item());
      if (!(write instanceof Write.Refused(Optional<Item> current))) {
        return new Recording.Recorded();
      }
      // It may have been removed at this very moment, at the end of its time.
      if (current.isPresent()) {
        return new Recording.AlreadyRecorded(DeliveryItems.delivery(current.get()));
      }
    }
    throw new IllegalStateException("a delivery comes and goes: " + delivery.id());
  }

  @Override
  public Optional<Delivery> find(DeliveryId id) {
    return DeliveryItems.delivery(deliveries.get(DeliveryItems.key(id)));
  }

  @Override
  public Claiming claim(Delivery delivery, Instant now, Instant leasedUntil) {
    AttemptNumber last = delivery.progress().lastAttempt();
    String claimant = PendingWrites.newWriter();
    Item values =
        new Item()
            .set(":claimant", claimant)
            .set(":until", leasedUntil)
            .set(":now", now)
            .set(":pending", DeliveryStatus.PENDING.name())
            .set(":round", last.round())
            .set(":attempt", last.number());
    StringBuilder update = new StringBuilder("SET #leasedUntil = :until, #claimedBy = :claimant");
    delivery
        .inspection()
        .ifPresent(
            found -> {
              values.set(":lines", found.numberOfLines()).set(":error", found.error());
              update.append(", #numberOfLines = :lines");
              update.append(found.error().isEmpty() ? " REMOVE #error" : ", #error = :error");
            });
    Write write =
        deliveries.update(
            DeliveryItems.key(delivery.id()),
            update.toString(),
            "#status = :pending AND #round = :round AND #attempt = :attempt"
                + " AND (attribute_not_exists(#leasedUntil) OR #leasedUntil <= :now)",
            values);
    return switch (write) {
      case Write.Refused(Optional<Item> current)
          when !PendingWrites.has(current, CLAIMED_BY, claimant) ->
          new Claiming.Refused(DeliveryItems.delivery(current));
      case Write.Done _, Write.Refused _ ->
          new Claiming.Claimed(new AttemptClaim(delivery.id(), last.next(), leasedUntil));
    };
  }

  /// The attempt is put before the delivery moves on, and shows only once it has: whoever dies in
  /// between leaves the delivery as it was, its lease runs out, and the attempt is made again under
  /// the same number and takes the place of what was put. An attempt never takes the place of one
  /// that was made under a later lease.
  @Override
  public Completion complete(AttemptClaim claim, Attempt attempt, DeliveryStatus status) {
    Item lease = new Item().set(":lease", claim.leasedUntil());
    deliveries.put(
        AttemptItems.item(claim, attempt),
        "attribute_not_exists(#id) OR #leasedUntil <= :lease",
        lease);
    Write write =
        deliveries.update(
            DeliveryItems.key(claim.delivery()),
            "SET #status = :status, #round = :round, #attempt = :attempt, #completedLease = :lease"
                + " REMOVE #leasedUntil, #claimedBy, #nextAttemptAt",
            "#leasedUntil = :lease",
            new Item()
                .set(":lease", claim.leasedUntil())
                .set(":status", status.name())
                .set(":round", attempt.number().round())
                .set(":attempt", attempt.number().number()));
    return switch (write) {
      case Write.Refused(Optional<Item> current) when !wasCompleted(current, claim) -> {
        loseLease(claim, attempt, status);
        yield Completion.LEASE_LOST;
      }
      case Write.Done _, Write.Refused _ -> Completion.COMPLETED;
    };
  }

  private static boolean wasCompleted(Optional<Item> current, AttemptClaim claim) {
    return current.flatMap(item -> item.instant(COMPLETED)).equals(Optional.of(claim.leasedUntil()))
        && current.map(DeliveryItems::lastAttempt).equals(Optional.of(claim.number()));
  }

  private void loseLease(AttemptClaim claim, Attempt attempt, DeliveryStatus status) {
    if (status == DeliveryStatus.DELIVERED) {
      deliveries.updateIf(
          "#status = :pending",
          DeliveryItems.key(claim.delivery()),
          "SET #status = :delivered REMOVE #leasedUntil, #claimedBy, #nextAttemptAt",
          new Item()
              .set(":delivered", status.name())
              .set(":pending", DeliveryStatus.PENDING.name()));
    }
    deliveries.deleteIf(
        "#leasedUntil = :lease",
        AttemptItems.key(claim.delivery(), attempt.number()),
        new Item().set(":lease", claim.leasedUntil()));
  }

  @Override
  public List<Attempt> attempts(DeliveryId id) {
    return AttemptItems.recorded(
        deliveries.partition(new Item().set(DeliveryItems.ID, id.value())));
  }

  @Override
  public Page<Delivery> listByTask(TaskId taskId, Optional<String> cursor, int limit) {
    Cursors cursors = new Cursors("deliveries-by-task-" + taskId);
    Table.Slice slice =
        deliveries.newestFirst(
            DynamoDbTables.BY_TASK,
            new Item().set(DeliveryItems.TASK_ID, taskId.value()),
            cursor.map(text -> start(cursors, text, taskId)),
            limit);
    return new Page<>(
        slice.items().stream().map(DeliveryItems::delivery).toList(),
        slice
            .last()
            .map(
                key ->
                    cursors.cursor(
                        key.requiredText(DeliveryItems.CREATED_AT),
                        key.requiredText(DeliveryItems.ID))));
  }

  private static Item start(Cursors cursors, String cursor, TaskId taskId) {
    List<String> parts = cursors.parts(cursor, 2);
    if (!INSTANT.matcher(parts.getFirst()).matches()) {
      throw new InvalidCursorException();
    }
    DeliveryId id = DeliveryId.parse(parts.getLast()).orElseThrow(InvalidCursorException::new);
    return DeliveryItems.key(id)
        .set(DeliveryItems.TASK_ID, taskId.value())
        .set(DeliveryItems.CREATED_AT, parts.getFirst());
  }

  /// One update and no read: whoever follows links is allowed no more on this table.
  @Override
  public void recordLinkFollowed(DeliveryId id, Instant at) {
    deliveries.updateIf(
        "attribute_exists(#id) AND attribute_not_exists(#linkFollowedAt)",
        DeliveryItems.key(id),
        "SET #linkFollowedAt = :at",
        new Item().set(":at", at));
  }
}
