package io.cdrwebhooks.downloadlink;

import io.cdrwebhooks.aws.AwsAccess;
import io.cdrwebhooks.aws.FunctionVariable;
import io.cdrwebhooks.aws.FunctionVariables;
import io.cdrwebhooks.aws.dynamodb.DynamoDbDeliveries;
import io.cdrwebhooks.aws.dynamodb.DynamoDbDownloadLinks;
import io.cdrwebhooks.aws.dynamodb.DynamoDbStatistics;
import io.cdrwebhooks.aws.snapshot.BeforeSnapshot;
import io.cdrwebhooks.log.EventLog;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/// The settings of the function, which its deployment sets as environment variables.
record DownloadLinkEnvironment(
    String linksTable, String deliveriesTable, String statisticsTable, AwsAccess aws) {

  /// @throws IllegalArgumentException naming the variable that is missing
  static DownloadLinkEnvironment read(Map<String, String> environment) {
    FunctionVariables variables = new FunctionVariables(environment);
    return new DownloadLinkEnvironment(
        variables.required(FunctionVariable.DOWNLOAD_LINKS_TABLE),
        variables.required(FunctionVariable.DELIVERIES_TABLE),
        variables.required(FunctionVariable.STATISTICS_TABLE),
        variables.awsAccess());
  }

  static DownloadLinkEnvironment ofThisProcess() {
    return read(System.getenv());
  }

  /// Registers the rehearsal, which Lambda runs before it takes the snapshot. The rehearsal has a
  /// separate environment.
  static void rehearse(EventLog log) {
    BeforeSnapshot.perform(
        System.getenv(),
        log,
        () -> new LinkRehearsal(ofThisProcess(), LinkRehearsal.ROUNDS).perform());
  }

  DownloadLinkHandler.Stores stores(DynamoDbClient dynamoDb) {
    return new DownloadLinkHandler.Stores(
        new DynamoDbDownloadLinks(dynamoDb, linksTable),
        new DynamoDbDeliveries(dynamoDb, deliveriesTable),
        new DynamoDbStatistics(dynamoDb, statisticsTable));
  }
}
