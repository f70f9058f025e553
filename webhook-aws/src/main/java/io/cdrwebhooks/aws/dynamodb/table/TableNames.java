package io.cdrwebhooks.aws.dynamodb.table;

import java.util.List;

/// The names of the five tables in one deployment.
public record TableNames(
    String webhookConfigurations,
    String cdrTasks,
    String deliveries,
    String downloadLinks,
    String statistics) {
  /// Returns the names for a system that has its own endpoint, or shares one by the prefix.
  public static TableNames withPrefix(String prefix) {
    return new TableNames(
        prefix + "webhook-configurations",
        prefix + "cdr-tasks",
        prefix + "deliveries",
        prefix + "download-links",
        prefix + "statistics");
  }

  public List<String> all() {
    return List.of(webhookConfigurations, cdrTasks, deliveries, downloadLinks, statistics);
  }
}
