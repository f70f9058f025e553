package io.cdrwebhooks.aws.dynamodb.work;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.aws.dynamodb.DeliveryItems;
import io.cdrwebhooks.aws.dynamodb.TestTables;
import io.cdrwebhooks.aws.dynamodb.table.Item;
import io.cdrwebhooks.delivery.Deliveries;
import io.cdrwebhooks.delivery.TimeRange;
import io.cdrwebhooks.emulators.backend.SpeaksToAws;
import io.cdrwebhooks.lane.Lanes;
import io.cdrwebhooks.notice.Digests;
import io.cdrwebhooks.work.BulkJob;
import io.cdrwebhooks.work.BulkJobId;
import io.cdrwebhooks.work.BulkJobs;
import io.cdrwebhooks.work.DueIndex;
import io.cdrwebhooks.work.DueIndexContract;
import io.cdrwebhooks.work.DueWork;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// The due index in DynamoDB keeps to the contract.
@SpeaksToAws
class DynamoDbDueIndexTest implements DueIndexContract {
  private final TestTables tables = TestTables.create();

  /// A later version has written them, and handles them when it is deployed again.
  @Test
  void entriesOfUnknownKindsDoNotHideOthers() {
    for (int i = 0; i < 5; i++) {
      Item unknown =
          new Item()
              .set(DeliveryItems.ID, "later_" + i)
              .set(DeliveryItems.ITEM, "later")
              .set(DeliveryItems.DUE_SHARD, DueIndex.JOB_SHARD)
              .set(DeliveryItems.DUE_AT, NOW.minusSeconds(i));
      tables
          .client()
          .putItem(put -> put.tableName(tables.names().deliveries()).item(unknown.attributes()));
    }
    BulkJob known =
        BulkJob.create(
            BulkJobId.of(UUID.randomUUID()),
            new BulkJob.Task.Reconcile("cdr-reports", new TimeRange(NOW, NOW)),
            NOW);
    jobs().create(known);
    assertThat(dueIndex().due(DueIndex.JOB_SHARD, NOW, 2))
        .extracting(DueIndex.Due::work)
        .containsExactly(new DueWork.OfJob(known.id()));
  }

  @Override
  public DueIndex dueIndex() {
    return tables.dueIndex();
  }

  @Override
  public Deliveries deliveries() {
    return tables.deliveries();
  }

  @Override
  public BulkJobs jobs() {
    return tables.jobs();
  }

  @Override
  public Digests digests() {
    return tables.digests();
  }

  @Override
  public Lanes lanes() {
    return tables.lanes();
  }
}
