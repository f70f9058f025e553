package io.cdrwebhooks.aws.dynamodb.work;

import io.cdrwebhooks.aws.dynamodb.DeliveryItems;
import io.cdrwebhooks.aws.dynamodb.table.Item;
import io.cdrwebhooks.aws.dynamodb.table.WriterMark;
import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.configuration.Revision;
import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.delivery.DeliveryId;
import io.cdrwebhooks.delivery.TimeRange;
import io.cdrwebhooks.link.IssuedBefore;
import io.cdrwebhooks.work.BulkJob;
import io.cdrwebhooks.work.BulkJob.Position;
import io.cdrwebhooks.work.BulkJob.Task;
import io.cdrwebhooks.work.BulkJobId;
import io.cdrwebhooks.work.DueIndex;
import java.time.Instant;

/// Converts jobs over many deliveries to and from items. They are in the deliveries' table, so that
/// one index contains all due work.
///
/// An item has neither `taskId`, `configurationId` nor `createdAt`, so no list of deliveries
/// contains it.
public final class JobItems {
  static final String STEP = "step";

  /// The sort key of a job.
  private static final String JOB = "job";

  private static final String KIND = "kind";
  private static final String RECOVER = "RECOVER";
  private static final String RELEASE = "RELEASE";
  private static final String END = "END";
  private static final String RECONCILE = "RECONCILE";
  private static final String REVOKE = "REVOKE";
  private static final String REVOKE_ALL = "REVOKE_ALL";
  private static final String STATEMENTS = "STATEMENTS";
  private static final String NOTIFY = "NOTIFY";
  private static final String BODY = "body";
  private static final String ISSUED_BEFORE = "issuedBefore";

  /// Missing if the job selects links only by time.
  private static final String REVISION = "forRevision";

  private static final String DELIVERY = "forDeliveryId";
  private static final String CONFIGURATION = "forConfigurationId";
  private static final String BUCKET = "bucket";
  private static final String FROM = "from";
  private static final String TO = "to";
  private static final String BEGUN_AT = "begunAt";

  /// Missing unless a person has stopped the job.
  private static final String STOPPED = "stopped";

  private JobItems() {}

  public static Item key(BulkJobId id) {
    return new Item().set(DeliveryItems.ID, id.value()).set(DeliveryItems.ITEM, JOB);
  }

  static Item item(BulkJob job, String writer) {
    TimeRange range = job.task().range();
    Item item =
        key(job.id())
            // As text, the ends of the range keep all their digits.
            .set(FROM, range.from().toString())
            .set(TO, range.to().toString())
            .set(BEGUN_AT, job.createdAt())
            .set(STEP, job.position().step())
            .set("partition", job.position().partition())
            .set("seen", job.position().seen())
            .set("changed", job.position().changed())
            .set(DeliveryItems.DUE_SHARD, DueIndex.JOB_SHARD)
            .set(WriterMark.WRITTEN_BY, writer)
            .setEpochSeconds(
                DeliveryItems.EXPIRES_AT,
                job.dueAt().orElse(job.createdAt()).plus(Delivery.RETENTION));
    job.position().cursor().ifPresent(cursor -> item.set("cursor", cursor));
    job.dueAt().ifPresent(at -> item.set(DeliveryItems.DUE_AT, at));
    if (job.stopped()) {
      item.set(STOPPED, true);
    }
    setTask(item, job.task());
    return item;
  }

  private static void setTask(Item item, Task task) {
    switch (task) {
      case Task.Recover(ConfigurationId id, TimeRange _) ->
          item.set(KIND, RECOVER).set(CONFIGURATION, id.value());
      case Task.Release(ConfigurationId id, TimeRange _) ->
          item.set(KIND, RELEASE).set(CONFIGURATION, id.value());
      case Task.End(ConfigurationId id, TimeRange _) ->
          item.set(KIND, END).set(CONFIGURATION, id.value());
      case Task.Reconcile(String bucket, TimeRange _) ->
          item.set(KIND, RECONCILE).set(BUCKET, bucket);
      case Task.MakeStatements(ConfigurationId id, TimeRange _) ->
          item.set(KIND, STATEMENTS).set(CONFIGURATION, id.value());
      case Task.Notify(ConfigurationId id, String body, TimeRange _) ->
          item.set(KIND, NOTIFY).set(CONFIGURATION, id.value()).set(BODY, body);
      case Task.RevokeAll(ConfigurationId id, IssuedBefore links, TimeRange _) -> {
        links.revision().ifPresent(revision -> item.set(REVISION, revision.number()));
        item.set(KIND, REVOKE_ALL).set(CONFIGURATION, id.value()).set(ISSUED_BEFORE, links.time());
      }
      case Task.Revoke(DeliveryId id, TimeRange _) ->
          item.set(KIND, REVOKE).set(DELIVERY, id.value());
    }
  }

  static BulkJob job(Item item) {
    Position position =
        new Position(
            item.requiredNumber(STEP),
            Math.toIntExact(item.requiredNumber("partition")),
            item.text("cursor"),
            item.requiredNumber("seen"),
            item.requiredNumber("changed"));
    return new BulkJob(
        new BulkJobId(item.requiredText(DeliveryItems.ID)),
        task(item),
        item.requiredInstant(BEGUN_AT),
        position,
        item.instant(DeliveryItems.DUE_AT),
        item.flag(STOPPED));
  }

  private static Task task(Item item) {
    TimeRange range =
        new TimeRange(Instant.parse(item.requiredText(FROM)), Instant.parse(item.requiredText(TO)));
    String kind = item.requiredText(KIND);
    return switch (kind) {
      case RECOVER -> new Task.Recover(configuration(item), range);
      case RELEASE -> new Task.Release(configuration(item), range);
      case END -> new Task.End(configuration(item), range);
      case RECONCILE -> new Task.Reconcile(item.requiredText(BUCKET), range);
      case STATEMENTS -> new Task.MakeStatements(configuration(item), range);
      case NOTIFY -> new Task.Notify(configuration(item), item.requiredText(BODY), range);
      case REVOKE_ALL -> new Task.RevokeAll(configuration(item), links(item), range);
      case REVOKE -> new Task.Revoke(new DeliveryId(item.requiredText(DELIVERY)), range);
      default -> throw new IllegalStateException("unknown kind of job: " + kind);
    };
  }

  private static IssuedBefore links(Item item) {
    return new IssuedBefore(
        item.requiredInstant(ISSUED_BEFORE), item.number(REVISION).map(Revision::new));
  }

  private static ConfigurationId configuration(Item item) {
    return new ConfigurationId(item.requiredText(CONFIGURATION));
  }
}
