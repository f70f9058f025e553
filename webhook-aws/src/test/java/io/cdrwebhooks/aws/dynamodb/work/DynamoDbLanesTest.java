package io.cdrwebhooks.aws.dynamodb.work;

import io.cdrwebhooks.aws.dynamodb.TestTables;
import io.cdrwebhooks.delivery.Deliveries;
import io.cdrwebhooks.emulators.backend.SpeaksToAws;
import io.cdrwebhooks.lane.Lanes;
import io.cdrwebhooks.lane.LanesContract;

/// The lanes in DynamoDB keep to the contract.
@SpeaksToAws
class DynamoDbLanesTest implements LanesContract {
  private static final TestTables TABLES = TestTables.create();

  @Override
  public Lanes lanes() {
    return TABLES.lanes();
  }

  @Override
  public Deliveries deliveries() {
    return TABLES.deliveries();
  }
}
