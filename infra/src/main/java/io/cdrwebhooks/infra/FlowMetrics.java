package io.cdrwebhooks.infra;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awscdk.services.cloudwatch.IMetric;
import software.amazon.awscdk.services.cloudwatch.MathExpression;
import software.amazon.awscdk.services.cloudwatch.Metric;
import software.amazon.awscdk.services.cloudwatch.MetricOptions;
import software.amazon.awscdk.services.dynamodb.Table;
import software.amazon.awscdk.services.logs.FilterPattern;
import software.amazon.awscdk.services.logs.LogGroup;
import software.amazon.awscdk.services.logs.MetricFilterOptions;
import software.amazon.awscdk.services.sqs.IQueue;

/// The numbers that a deployment counts itself, and those of AWS that several eyes look at.
final class FlowMetrics {
  static final String LINKS_FOLLOWED = "LinksFollowed";

  static final Duration FIVE_MINUTES = Duration.ofMinutes(5);

  private final String namespace;

  FlowMetrics(DeploymentSettings settings) {
    namespace = settings.metricsNamespace();
  }

  /// One that the functions count, by its name in CloudWatch, added up.
  Metric sum(String name) {
    return counted(name, "Sum");
  }

  Metric most(String name) {
    return counted(name, "Maximum");
  }

  /// Counts followed links from what the function logs, so that it need not count.
  void countFollowedLinks(LogGroup log) {
    log.addMetricFilter(
        LINKS_FOLLOWED,
        MetricFilterOptions.builder()
            .filterPattern(FilterPattern.stringValue("$.event", "=", "link.followed"))
            .metricNamespace(namespace)
            .metricName(LINKS_FOLLOWED)
            .metricValue("1")
            .build());
  }

  /// How long the average attempt took, in milliseconds.
  IMetric averageAttempt() {
    return MathExpression.Builder.create()
        .label("average attempt")
        .expression("millis / (delivered + rejected + unreachable + blocked)")
        .usingMetrics(
            new TreeMap<>(
                Map.of(
                    "millis", sum("AttemptMilliseconds"),
                    "delivered", sum("AttemptsDelivered"),
                    "rejected", sum("AttemptsRejected"),
                    "unreachable", sum("AttemptsUnreachable"),
                    "blocked", sum("AttemptsBlocked"))))
        .period(CdkDuration.of(FIVE_MINUTES))
        .build();
  }

  /// How often a table had to refuse, of all tables.
  static IMetric throttledTables(List<Table> tables) {
    Map<String, IMetric> each = new TreeMap<>();
    List<String> sum = new ArrayList<>();
    for (Table table : tables) {
      for (String kind : List.of("ReadThrottleEvents", "WriteThrottleEvents")) {
        String id = "m" + each.size();
        each.put(id, table.metric(kind, summed()));
        sum.add("FILL(" + id + ", 0)");
      }
    }
    return MathExpression.Builder.create()
        .label("throttled requests to tables")
        .expression(String.join(" + ", sum))
        .usingMetrics(each)
        .period(CdkDuration.of(FIVE_MINUTES))
        .build();
  }

  static Metric oldestMessage(IQueue queue) {
    return queue.metricApproximateAgeOfOldestMessage(
        MetricOptions.builder().period(CdkDuration.of(FIVE_MINUTES)).statistic("Maximum").build());
  }

  static Metric messages(IQueue queue) {
    return queue.metricApproximateNumberOfMessagesVisible(
        MetricOptions.builder().period(CdkDuration.of(FIVE_MINUTES)).statistic("Maximum").build());
  }

  /// Every five minutes, added up.
  static MetricOptions summed() {
    return MetricOptions.builder().period(CdkDuration.of(FIVE_MINUTES)).statistic("Sum").build();
  }

  private Metric counted(String name, String statistic) {
    return Metric.Builder.create()
        .namespace(namespace)
        .metricName(name)
        .statistic(statistic)
        .period(CdkDuration.of(FIVE_MINUTES))
        .build();
  }
}
