package io.cdrwebhooks.downloadlink;

import io.cdrwebhooks.aws.AwsAccess;
import java.util.Map;

/// The settings of the function, as its deployment gives them in environment variables.
record DownloadLinkEnvironment(String linksTable, String deliveriesTable, AwsAccess aws) {

  /// @throws IllegalArgumentException naming the variable that is missing
  static DownloadLinkEnvironment read(Map<String, String> variables) {
    return new DownloadLinkEnvironment(
        required(variables, "DOWNLOAD_LINKS_TABLE"),
        required(variables, "DELIVERIES_TABLE"),
        AwsAccess.fromEnvironment(variables));
  }

  static DownloadLinkEnvironment ofThisProcess() {
    return read(System.getenv());
  }

  private static String required(Map<String, String> variables, String name) {
    String value = variables.getOrDefault(name, "");
    if (value.isBlank()) {
      throw new IllegalArgumentException(name + " is not set");
    }
    return value;
  }
}
