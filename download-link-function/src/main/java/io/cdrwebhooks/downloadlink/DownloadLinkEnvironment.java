package io.cdrwebhooks.downloadlink;

import io.cdrwebhooks.aws.AwsAccess;
import io.cdrwebhooks.aws.DynamoDbStores;
import io.cdrwebhooks.aws.FunctionVariable;
import io.cdrwebhooks.aws.FunctionVariables;
import io.cdrwebhooks.aws.dynamodb.table.TableNames;
import io.cdrwebhooks.aws.snapshot.BeforeSnapshot;
import io.cdrwebhooks.log.EventLog;
import java.util.Map;

/// The settings of the function, which its deployment sets as environment variables.
public record DownloadLinkEnvironment(TableNames tables, AwsAccess aws) {
  /// @throws IllegalArgumentException naming the variable that is missing
  static DownloadLinkEnvironment read(Map<String, String> environment) {
    FunctionVariables variables = new FunctionVariables(environment);
    return new DownloadLinkEnvironment(
        variables.tables(
            FunctionVariable.DOWNLOAD_LINKS_TABLE,
            FunctionVariable.DELIVERIES_TABLE,
            FunctionVariable.STATISTICS_TABLE),
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

  /// Picks the stores of the function.
  public static DownloadLinkHandler.Stores stores(DynamoDbStores stores) {
    return new DownloadLinkHandler.Stores(stores.links(), stores.deliveries(), stores.statistics());
  }
}
