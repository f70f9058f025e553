package io.cdrwebhooks.aws.dynamodb;

import io.cdrwebhooks.aws.dynamodb.table.Change;
import io.cdrwebhooks.aws.dynamodb.table.Item;
import io.cdrwebhooks.aws.dynamodb.table.Shards;
import io.cdrwebhooks.aws.dynamodb.trace.TraceItems;
import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.delivery.AttemptNumber;
import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.delivery.DeliveryId;
import io.cdrwebhooks.delivery.DeliveryLists;
import io.cdrwebhooks.delivery.DeliveryProgress;
import io.cdrwebhooks.delivery.DeliveryStatus;
import io.cdrwebhooks.delivery.LinkUse;
import io.cdrwebhooks.delivery.NextState;
import io.cdrwebhooks.lane.Lanes;
import io.cdrwebhooks.report.Inspection;
import io.cdrwebhooks.report.ObjectKey.ReportKey;
import io.cdrwebhooks.report.ReportVersion;
import io.cdrwebhooks.report.TaskId;
import io.cdrwebhooks.work.DueIndex;
import java.time.Instant;
import java.util.Optional;

/// Converts deliveries to and from items. A delivery is one item, in the same partition as its
/// attempts.
public final class DeliveryItems {
  public static final String ID = "id";
  public static final String ITEM = "item";

  /// The sort key of the delivery itself; its attempts sort before it.
  static final String DELIVERY = "delivery";

  static final String TASK_ID = "taskId";
  static final String CONFIGURATION_ID = "configurationId";
  static final String CREATED_AT = "createdAt";
  public static final String EXPIRES_AT = "expiresAt";

  /// The round and number of the last recorded attempt.
  static final String ROUND = "round";

  static final String ATTEMPT = "attempt";
  public static final String LEASED_UNTIL = "leasedUntil";

  /// The worker that holds the lease.
  static final String CLAIMED_BY = "claimedBy";

  static final String STATUS = "status";
  static final String LINES = "numberOfLines";
  static final String ERROR = "error";
  static final String SHA256 = "sha256";
  static final String REASON = "reason";

  /// The due time of the delivery. A PENDING delivery is in its lane ([#LANE]), whose holder
  /// handles it; any other due delivery is in a shard of the due index.
  public static final String DUE_AT = "dueAt";

  public static final String DUE_SHARD = "dueShard";

  /// The configuration and the shard of its lane, only while the delivery is PENDING.
  public static final String LANE = "inLane";

  /// The beginning of the present round, and its number of probes. A first round lacks the first
  /// attribute; a round without probes lacks the second.
  public static final String ROUND_BEGAN_AT = "roundBeganAt";

  static final String PROBES = "probes";

  /// The time of a sweep's last message for the delivery, and the due time that it was for. Both
  /// are void for any other due time.
  public static final String ANNOUNCED_AT = "announcedAt";

  public static final String ANNOUNCED_FOR = "announcedFor";

  /// The report's number, and its series; both are missing if it has no number.
  static final String SEQUENCE = "sequence";

  static final String NUMBERED_IN = "numberedIn";

  static final String LINK_FOLLOWED_AT = "linkFollowedAt";
  static final String LINK_FOLLOWS = "linkFollows";
  static final String LINK_LAST_FOLLOWED_AT = "linkLastFollowedAt";
  static final String LINK_FOLLOWED_FROM = "linkFollowedFrom";

  private static final String BUCKET = "bucket";
  static final String FILE_NAME = "fileName";
  private static final String VERSION_ID = "versionId";
  private static final String SAMPLE = "sample";
  private static final String SIZE = "fileSizeInBytes";
  private static final String UPLOADED_AT = "uploadedAt";

  private DeliveryItems() {}

  public static Item key(DeliveryId id) {
    return partition(id).set(ITEM, DELIVERY);
  }

  /// Returns the partition of a delivery and its attempts.
  public static Item partition(DeliveryId id) {
    return new Item().set(ID, id.value());
  }

  /// Returns whether this is the delivery itself, not an attempt.
  public static boolean isDelivery(Item item) {
    return item.requiredText(ITEM).equals(DELIVERY);
  }

  /// Returns the key of the counter for the numbers of a series.
  public static Item counterKey(String series) {
    return new Item().set(ID, series).set(ITEM, "numbers");
  }

  /// Returns the key of the counter that numbered a delivery; empty if it has no number.
  public static Optional<Item> counterKey(Item delivery) {
    return delivery.text(NUMBERED_IN).map(DeliveryItems::counterKey);
  }

  static Item item(Delivery delivery) {
    int shard = listShard(delivery.id());
    Item item =
        key(delivery.id())
            .set(TASK_ID, delivery.taskId().value())
            .set(BUCKET, delivery.report().bucket())
            .set(FILE_NAME, delivery.report().fileName())
            .set(SIZE, delivery.sizeBytes())
            .set(UPLOADED_AT, delivery.uploadedAt())
            .set(CREATED_AT, delivery.createdAt())
            .set(ListedPartitions.LIST_SHARD, shard)
            .set(DeliveryNames.NAME_PLACE, DeliveryNames.place(delivery))
            .setAll(ListedPartitions.ofTask(delivery.taskId(), shard))
            .setEpochSeconds(EXPIRES_AT, delivery.createdAt().plus(Delivery.RETENTION))
            .setAll(TraceItems.item(delivery.trace()));
    delivery.configurationId().ifPresent(id -> item.setAll(ofConfiguration(id, delivery.id())));
    delivery.report().versionId().ifPresent(id -> item.set(VERSION_ID, id));
    delivery.inspection().ifPresent(found -> setInspection(item, found));
    if (delivery.report().key().sample()) {
      item.set(SAMPLE, true);
    }
    if (delivery.sequence() > 0) {
      item.set(SEQUENCE, delivery.sequence()).set(NUMBERED_IN, delivery.series().toString());
    }
    setProgress(item, delivery);
    return item;
  }

  private static void setProgress(Item item, Delivery delivery) {
    DeliveryProgress progress = delivery.progress();
    item.setAll(state(progress.status(), delivery.configurationId(), delivery.id()))
        .set(REASON, progress.reason())
        .set(ROUND_BEGAN_AT, delivery.roundBeganAt())
        .set(ROUND, progress.lastAttempt().round())
        .set(ATTEMPT, progress.lastAttempt().number());
    if (progress.status() == DeliveryStatus.PENDING) {
      item.set(LANE, lane(delivery.configurationId().orElseThrow(), delivery.id()));
    }
    progress.leasedUntil().ifPresent(at -> item.set(LEASED_UNTIL, at));
    progress.dueAt().ifPresent(at -> item.set(DUE_AT, at));
    progress
        .linkUse()
        .ifPresent(
            use ->
                item.set(LINK_FOLLOWED_AT, use.firstAt())
                    .set(LINK_FOLLOWS, use.count())
                    .set(LINK_LAST_FOLLOWED_AT, use.lastAt())
                    .set(LINK_FOLLOWED_FROM, use.lastAddress()));
  }

  /// Returns the status, and where it puts the delivery: into its lists, and into the due index
  /// unless it is PENDING.
  private static Item state(
      DeliveryStatus status, Optional<ConfigurationId> configuration, DeliveryId id) {
    Item state =
        new Item()
            .set(STATUS, status.name())
            .setAll(ListedPartitions.keys(status, configuration, listShard(id)));
    return status == DeliveryStatus.PENDING
        ? state
        : state.set(DUE_SHARD, Shards.of(id.value(), DueIndex.JOB_SHARD));
  }

  /// Returns the change of a delivery whose attempt is claimed. It replaces a stored inspection.
  static Change claimed(Optional<Inspection> inspection, Instant leasedUntil, String claimant) {
    Item claimed = new Item().set(LEASED_UNTIL, leasedUntil).set(CLAIMED_BY, claimant);
    inspection.ifPresent(found -> setInspection(claimed, found));
    return inspection.isPresent() ? Change.to(claimed, ERROR, SHA256) : Change.to(claimed);
  }

  static void setInspection(Item item, Inspection found) {
    item.set(LINES, found.numberOfLines()).set(ERROR, found.error());
    found.sha256().ifPresent(digest -> item.set(SHA256, digest));
  }

  /// Returns the change of a delivery to its next state, and of `others`. It removes attributes
  /// such as the lease that the next state lacks. A delivery that stays PENDING stays in its lane.
  static Change moving(
      DeliveryId id, ConfigurationId configuration, NextState nextState, Item others) {
    Item moved =
        state(nextState.status(), Optional.of(configuration), id).set(REASON, nextState.reason());
    if (nextState.probes() > 0) {
      moved.set(PROBES, nextState.probes());
    }
    nextState.dueAt().ifPresent(at -> moved.set(DUE_AT, at));
    Change change =
        Change.to(
            moved.setAll(others),
            LEASED_UNTIL,
            CLAIMED_BY,
            DUE_AT,
            REASON,
            ListedPartitions.STATUS_SHARD,
            ListedPartitions.CONFIGURATION_STATUS_SHARD,
            PROBES);
    return moved.has(DUE_SHARD) ? change.without(LANE) : change;
  }

  /// Returns the attributes that assign a delivery to its configuration.
  static Item ofConfiguration(ConfigurationId configuration, DeliveryId id) {
    return new Item()
        .set(CONFIGURATION_ID, configuration.value())
        .setAll(ListedPartitions.ofConfiguration(configuration, listShard(id)));
  }

  private static int listShard(DeliveryId id) {
    return Shards.of(id.value(), DeliveryLists.LIST_SHARDS);
  }

  /// Returns the partition of the lanes' index in which a pending delivery waits.
  public static String lane(ConfigurationId configuration, DeliveryId id) {
    return lane(configuration, Shards.of(id.value(), Lanes.SHARDS));
  }

  public static String lane(ConfigurationId configuration, int shard) {
    return configuration.value() + "#" + shard;
  }

  /// Reads a stored item, or an index's projection of it.
  static Delivery delivery(Item item) {
    TaskId taskId = task(item);
    return new Delivery(
        id(item),
        item.text(CONFIGURATION_ID).map(ConfigurationId::new),
        new Delivery.Upload(
            new ReportVersion(
                item.requiredText(BUCKET),
                new ReportKey(taskId, item.requiredText(FILE_NAME), item.flag(SAMPLE)),
                item.text(VERSION_ID)),
            item.instant(UPLOADED_AT).orElseGet(() -> item.requiredInstant(CREATED_AT)),
            item.requiredNumber(SIZE),
            item.number(LINES).map(lines -> inspection(item, lines))),
        item.requiredInstant(CREATED_AT),
        progress(item),
        item.number(SEQUENCE).orElse(0L),
        TraceItems.trace(item));
  }

  static Inspection inspection(Item item, long lines) {
    return new Inspection(lines, item.text(ERROR).orElse(""), item.text(SHA256));
  }

  public static DeliveryId id(Item item) {
    return new DeliveryId(item.requiredText(ID));
  }

  static TaskId task(Item item) {
    return new TaskId(item.requiredNumber(TASK_ID));
  }

  static AttemptNumber lastAttempt(Item item) {
    return new AttemptNumber(
        Math.toIntExact(item.requiredNumber(ROUND)), Math.toIntExact(item.requiredNumber(ATTEMPT)));
  }

  private static DeliveryProgress progress(Item item) {
    return new DeliveryProgress(
        DeliveryStatus.valueOf(item.requiredText(STATUS)),
        item.text(REASON).orElse(""),
        lastAttempt(item),
        item.instant(LEASED_UNTIL),
        item.instant(DUE_AT),
        item.instant(LINK_FOLLOWED_AT).map(firstAt -> linkUse(item, firstAt)),
        Math.toIntExact(item.number(PROBES).orElse(0L)),
        item.instant(ROUND_BEGAN_AT)
            .filter(began -> began.isAfter(item.requiredInstant(CREATED_AT))));
  }

  private static LinkUse linkUse(Item item, Instant firstAt) {
    return new LinkUse(
        firstAt,
        item.requiredNumber(LINK_FOLLOWS),
        item.requiredInstant(LINK_LAST_FOLLOWED_AT),
        item.text(LINK_FOLLOWED_FROM).orElse(""));
  }
}
