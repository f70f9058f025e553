package io.cdrwebhooks.aws.dynamodb.work;

import io.cdrwebhooks.aws.dynamodb.TestTables;
import io.cdrwebhooks.emulators.backend.SpeaksToAws;
import io.cdrwebhooks.work.DueIndex;
import io.cdrwebhooks.work.ReportWatches;
import io.cdrwebhooks.work.ReportWatchesContract;

/// The watches in DynamoDB keep to the contract.
@SpeaksToAws
class DynamoDbReportWatchesTest implements ReportWatchesContract {
  private static final TestTables TABLES = TestTables.create();

  @Override
  public ReportWatches watches() {
    return new DynamoDbReportWatches(TABLES.client(), TABLES.names().deliveries());
  }

  @Override
  public DueIndex dueIndexOfWatches() {
    return TABLES.dueIndex();
  }
}
