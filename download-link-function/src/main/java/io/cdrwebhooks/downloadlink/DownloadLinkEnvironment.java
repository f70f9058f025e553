package io.cdrwebhooks.downloadlink;

import io.cdrwebhooks.aws.AwsAccess;
import io.cdrwebhooks.aws.FunctionVariables;
import java.util.Map;

/// The settings of the function, as its deployment gives them in environment variables.
record DownloadLinkEnvironment(
    String linksTable, String deliveriesTable, String statisticsTable, AwsAccess aws) {

  /// @throws IllegalArgumentException naming the variable that is missing
  static DownloadLinkEnvironment read(Map<String, String> environment) {
    FunctionVariables variables = new FunctionVariables(environment);
    return new DownloadLinkEnvironment(
        variables.required("DOWNLOAD_LINKS_TABLE"),
        variables.required("DELIVERIES_TABLE"),
        variables.required("STATISTICS_TABLE"),
        variables.awsAccess());
  }

  static DownloadLinkEnvironment ofThisProcess() {
    return read(System.getenv());
  }
}
