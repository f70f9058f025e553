package io.cdrwebhooks.aws.dynamodb;

import io.cdrwebhooks.delivery.BulkJobs;
import io.cdrwebhooks.delivery.Deliveries;
import io.cdrwebhooks.delivery.DueIndex;
import io.cdrwebhooks.delivery.DueIndexContract;
import io.cdrwebhooks.emulators.backend.SpeaksToAws;
import io.cdrwebhooks.lane.Lanes;

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
  public Lanes lanes() {
    return tables.lanes();
  }
}
