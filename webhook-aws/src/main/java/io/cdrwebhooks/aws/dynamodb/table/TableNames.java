package io.cdrwebhooks.aws.dynamodb.table;

import java.util.List;

/// The names of the six tables in one deployment. In a function, the name of a table that it does
/// not use is empty.
public record TableNames(
    String webhookConfigurations,
    String cdrTasks,
    String deliveries,
    String downloadLinks,
    String statistics,
    String changes) {
  /// The names on one machine, where each system has an endpoint.
  public static final TableNames STANDARD = withPrefix("");

  /// Returns the names with a prefix, which separates systems that share an endpoint.
  public static TableNames withPrefix(String prefix) {
    return new TableNames(
        prefix + "webhook-configurations",
        prefix + "cdr-tasks",
        prefix + "deliveries",
        prefix + "download-links",
        prefix + "statistics",
        prefix + "changes");
  }

  public List<String> all() {
    return List.of(webhookConfigurations, cdrTasks, deliveries, downloadLinks, statistics, changes);
  }
}
