package io.cdrwebhooks.aws.dynamodb.work;

import io.cdrwebhooks.aws.dynamodb.TableDefinition;
import io.cdrwebhooks.aws.dynamodb.table.Item;
import io.cdrwebhooks.aws.dynamodb.table.Table;
import io.cdrwebhooks.aws.dynamodb.table.WriterMark;
import io.cdrwebhooks.work.BulkJob;
import io.cdrwebhooks.work.BulkJobId;
import io.cdrwebhooks.work.BulkJobs;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/// The jobs over many deliveries, in the deliveries' table; time to live deletes them.
///
/// Safe for many threads and processes. If the SDK repeats a write whose answer was lost, the write
/// recognises its own result.
public final class DynamoDbBulkJobs implements BulkJobs {
  private final Table jobs;

  public DynamoDbBulkJobs(DynamoDbClient client, String deliveriesTable) {
    jobs = TableDefinition.DELIVERIES.open(client, deliveriesTable);
  }

  @Override
  public boolean create(BulkJob job) {
    return put(job, "attribute_not_exists(#id)", new Item());
  }

  @Override
  public Optional<BulkJob> find(BulkJobId id) {
    return jobs.get(JobItems.key(id)).map(JobItems::job);
  }

  @Override
  public boolean advance(BulkJob before, BulkJob after) {
    after.requireStepAfter(before);
    return put(after, "#step = :before", new Item().set(":before", before.position().step()));
  }

  private boolean put(BulkJob job, String condition, Item values) {
    String writer = WriterMark.newWriter();
    return jobs.put(JobItems.item(job, writer), condition, values)
        .isBy(WriterMark.WRITTEN_BY, writer);
  }
}
