package io.cdrwebhooks.aws.dynamodb.work;

import io.cdrwebhooks.aws.dynamodb.TestTables;
import io.cdrwebhooks.delivery.Deliveries;
import io.cdrwebhooks.emulators.backend.SpeaksToAws;
import io.cdrwebhooks.lane.Lanes;
import io.cdrwebhooks.notice.Digests;
import io.cdrwebhooks.work.BulkJobs;
import io.cdrwebhooks.work.DueIndex;
import io.cdrwebhooks.work.DueIndexContract;

/// The due index in DynamoDB keeps to the contract.
@SpeaksToAws
class DynamoDbDueIndexTest implements DueIndexContract {
  private final TestTables tables = TestTables.create();

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
