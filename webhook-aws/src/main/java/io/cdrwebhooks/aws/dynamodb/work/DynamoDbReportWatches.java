package io.cdrwebhooks.aws.dynamodb.work;

import io.cdrwebhooks.aws.dynamodb.DeliveryItems;
import io.cdrwebhooks.aws.dynamodb.TableDefinition;
import io.cdrwebhooks.aws.dynamodb.table.Item;
import io.cdrwebhooks.aws.dynamodb.table.Table;
import io.cdrwebhooks.report.TaskId;
import io.cdrwebhooks.work.ReportWatch;
import io.cdrwebhooks.work.ReportWatches;
import java.time.Instant;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/// The watches in the deliveries' table, so that one index contains all due work. They do not
/// expire: a watch lasts as long as its task has a rhythm.
///
/// Safe for many threads and processes. If the SDK repeats a write whose answer was lost, the
/// second write changes nothing. A repeated [#replace] returns false, as it does when another
/// worker was first.
public final class DynamoDbReportWatches implements ReportWatches {
  private static final String PREFIX = "watch_";
  private static final String SINCE = "since";
  private static final String OVERDUE_SINCE = "overdueSince";
  private static final String LAST_REPORT_AT = "lastReportAt";
  private static final String IS_SAME = "#dueAt = :was";

  private final Table watches;

  public DynamoDbReportWatches(DynamoDbClient client, String deliveriesTable) {
    watches = TableDefinition.DELIVERIES.open(client, deliveriesTable);
  }

  @Override
  public void begin(TaskId task, Instant dueAt, Instant now) {
    boolean _ =
        watches.updateIf(
            key(task),
            "SET #since = :now, #dueAt = :dueAt, #dueShard = :dueShard",
            "",
            new Item()
                .set(":now", now)
                .set(":dueAt", dueAt)
                .set(":dueShard", ReportWatches.dueShard(task)));
  }

  @Override
  public Optional<ReportWatch> find(TaskId task) {
    return watches
        .get(key(task))
        .map(
            item ->
                new ReportWatch(
                    task,
                    item.requiredInstant(SINCE),
                    item.requiredInstant(DeliveryItems.DUE_AT),
                    item.instant(OVERDUE_SINCE),
                    item.instant(LAST_REPORT_AT)));
  }

  @Override
  public boolean replace(ReportWatch seen, ReportWatch next) {
    Item item =
        key(next.task())
            .set(SINCE, next.since())
            .set(DeliveryItems.DUE_AT, next.dueAt())
            .set(DeliveryItems.DUE_SHARD, ReportWatches.dueShard(next.task()));
    next.overdueSince().ifPresent(at -> item.set(OVERDUE_SINCE, at));
    next.lastReportAt().ifPresent(at -> item.set(LAST_REPORT_AT, at));
    return watches.put(item, IS_SAME, was(seen)).done();
  }

  @Override
  public void end(ReportWatch seen) {
    boolean _ = watches.deleteIf(key(seen.task()), IS_SAME, was(seen));
  }

  private static Item was(ReportWatch seen) {
    return new Item().set(":was", seen.dueAt());
  }

  public static Item key(TaskId task) {
    return new Item().set(DeliveryItems.ID, PREFIX + task).set(DeliveryItems.ITEM, "watch");
  }

  /// Returns the task of a watch's item; empty if the id belongs to another kind of item.
  static Optional<TaskId> parse(String id) {
    return id.startsWith(PREFIX) ? TaskId.parse(id.substring(PREFIX.length())) : Optional.empty();
  }
}
