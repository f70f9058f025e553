package io.cdrwebhooks.aws.dynamodb;

import io.cdrwebhooks.emulators.backend.SpeaksToAws;
import io.cdrwebhooks.request.AcceptedRequests;
import io.cdrwebhooks.request.AcceptedRequestsContract;

/// The accepted requests in DynamoDB keep to the contract.
@SpeaksToAws
class DynamoDbAcceptedRequestsTest extends AcceptedRequestsContract {
  private static final TestTables TABLES = TestTables.create();

  @Override
  protected AcceptedRequests requests() {
    return new DynamoDbAcceptedRequests(TABLES.client(), TABLES.names().downloadLinks());
  }
}
