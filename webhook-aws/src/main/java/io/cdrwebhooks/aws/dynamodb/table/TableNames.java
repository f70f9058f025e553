package io.cdrwebhooks.aws.dynamodb.table;

import java.util.List;

/// What the five tables are called in one deployment.
public record TableNames(
    String webhookConfigurations,
    String cdrTasks,
    String deliveries,
    String downloadLinks,
    String statistics) {
  /// The tables of a system that has an endpoint to itself, or shares it by the prefix.
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
