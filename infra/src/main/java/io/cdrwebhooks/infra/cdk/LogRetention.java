package io.cdrwebhooks.infra.cdk;

import io.cdrwebhooks.infra.settings.DeploymentSettings;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.logs.FilterPattern;
import software.amazon.awscdk.services.logs.IFilterPattern;
import software.amazon.awscdk.services.logs.LogGroup;
import software.amazon.awscdk.services.logs.MetricFilterOptions;
import software.constructs.Construct;

/// Creates the logs of a deployment, the metrics that count their lines, and the roles that write
/// to them.
public final class LogRetention {
  private LogRetention() {}

  /// Creates a log that keeps its lines for the configured days.
  public static LogGroup log(Construct scope, String id, DeploymentSettings settings) {
    return LogGroup.Builder.create(scope, id).retention(settings.operators().logsKept()).build();
  }

  /// Counts the lines of an event in a log, so that the function need not count.
  public static void count(LogGroup log, String event, String metric, DeploymentSettings settings) {
    count(log, FilterPattern.stringValue("$.event", "=", event), metric, settings);
  }

  /// Counts the lines in a log that a pattern selects.
  public static void count(
      LogGroup log, IFilterPattern pattern, String metric, DeploymentSettings settings) {
    log.addMetricFilter(
        metric,
        MetricFilterOptions.builder()
            .filterPattern(pattern)
            .metricNamespace(settings.metricsNamespace())
            .metricName(metric)
            .metricValue("1")
            .build());
  }

  /// Creates the role of a function that may write to this log and, at first, do nothing else.
  public static Role writer(Construct scope, String id, LogGroup log) {
    Role role =
        Role.Builder.create(scope, id)
            .assumedBy(new ServicePrincipal("lambda.amazonaws.com"))
            .build();
    log.grantWrite(role);
    return role;
  }
}
