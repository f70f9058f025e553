package io.cdrwebhooks.infra.operations;

import static io.cdrwebhooks.log.Metric.ATTEMPTS_BLOCKED;
import static io.cdrwebhooks.log.Metric.ATTEMPTS_DELIVERED;
import static io.cdrwebhooks.log.Metric.ATTEMPTS_REJECTED;
import static io.cdrwebhooks.log.Metric.ATTEMPTS_UNREACHABLE;
import static io.cdrwebhooks.log.Metric.ATTEMPT_MILLIS;
import static io.cdrwebhooks.log.Metric.DELIVERED_AT_ONCE;
import static io.cdrwebhooks.log.Metric.DELIVERED_AT_ONCE_MILLIS;
import static io.cdrwebhooks.log.Metric.REPORTS_RECORDED;

import io.cdrwebhooks.infra.cdk.CdkDuration;
import io.cdrwebhooks.infra.functions.Canary;
import io.cdrwebhooks.infra.functions.DownloadLinks;
import io.cdrwebhooks.infra.functions.PublishedFunction;
import io.cdrwebhooks.infra.settings.DeploymentSettings;
import io.cdrwebhooks.infra.storage.RecordTables;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import software.amazon.awscdk.services.cloudwatch.IMetric;
import software.amazon.awscdk.services.cloudwatch.MathExpression;
import software.amazon.awscdk.services.cloudwatch.MathExpressionOptions;
import software.amazon.awscdk.services.cloudwatch.Metric;
import software.amazon.awscdk.services.cloudwatch.MetricOptions;
import software.amazon.awscdk.services.dynamodb.Table;
import software.amazon.awscdk.services.lambda.Alias;

/// The metrics of the functions, and those of AWS that the alarms and the dashboard share. They are
/// of five minutes, the CDK's usual period, unless a method says otherwise.
final class FlowMetrics {
  private final String namespace;

  FlowMetrics(DeploymentSettings settings) {
    namespace = settings.metricsNamespace();
  }

  /// Returns the sum of a metric that the functions count.
  Metric sum(io.cdrwebhooks.log.Metric counted) {
    return counted(counted.title(), "Sum");
  }

  IMetric followedLinks() {
    return counted(DownloadLinks.LINKS_FOLLOWED, "Sum");
  }

  /// Returns the sum, per period, of a metric that the functions count.
  Metric sumOf(io.cdrwebhooks.log.Metric counted, Duration period) {
    return sum(counted).with(MetricOptions.builder().period(CdkDuration.of(period)).build());
  }

  /// Returns 1 for each day on which reports were recorded, but their bucket's rule sent nothing.
  IMetric daysWithout(String ruleName) {
    Map<String, String> rule = Map.of("RuleName", ruleName);
    return expression(
            "days without second events",
            "IF(FILL(recorded, 0) > 0 AND FILL(sent, 0) - FILL(failed, 0) <= 0, 1, 0)",
            Map.of(
                "recorded", sum(REPORTS_RECORDED),
                "sent", summed("AWS/Events", "Invocations", rule),
                "failed", summed("AWS/Events", "FailedInvocations", rule)))
        .with(MathExpressionOptions.builder().period(CdkDuration.of(Duration.ofDays(1))).build());
  }

  Metric most(io.cdrwebhooks.log.Metric counted) {
    return counted(counted.title(), "Maximum");
  }

  /// Returns the average duration of an attempt, in milliseconds.
  IMetric averageAttempt() {
    return expression(
        "average attempt",
        "millis / (delivered + rejected + unreachable + blocked)",
        Map.of(
            "millis", sum(ATTEMPT_MILLIS),
            "delivered", sum(ATTEMPTS_DELIVERED),
            "rejected", sum(ATTEMPTS_REJECTED),
            "unreachable", sum(ATTEMPTS_UNREACHABLE),
            "blocked", sum(ATTEMPTS_BLOCKED)));
  }

  /// Returns the average time from recording a report to delivering it at the first attempt, in
  /// milliseconds.
  IMetric averageAtOnce() {
    return expression(
        "average from arrival to delivery",
        "atOnceMillis / atOnce",
        Map.of(
            "atOnceMillis", sum(DELIVERED_AT_ONCE_MILLIS),
            "atOnce", sum(DELIVERED_AT_ONCE)));
  }

  /// Returns the number of requests that tables throttled, over all tables.
  static IMetric throttledTables(List<Table> tables) {
    List<IMetric> each = new ArrayList<>();
    for (Table table : tables) {
      for (String kind : List.of("ReadThrottleEvents", "WriteThrottleEvents")) {
        each.add(table.metric(kind, statistic("Sum")));
      }
    }
    return total("throttled requests to tables", "table", each);
  }

  /// Returns the number of writes that indexes throttled, over all indexes. The table's metrics do
  /// not include them, although such a write to the table is refused.
  static IMetric throttledIndexes(RecordTables tables) {
    return total(
        "throttled writes to indexes",
        "index",
        tables.indexes.stream().map(FlowMetrics::refusedWrites).toList());
  }

  /// Returns the sum of metrics; an alarm adds up ten at most. Totals in one graph need different
  /// beginnings of their metrics' ids.
  private static IMetric total(String label, String idsBegin, List<? extends IMetric> each) {
    Map<String, IMetric> named = new TreeMap<>();
    List<String> sum = new ArrayList<>();
    for (IMetric metric : each) {
      String id = idsBegin + named.size();
      named.put(id, metric);
      sum.add("FILL(" + id + ", 0)");
    }
    return expression(label, String.join(" + ", sum), named);
  }

  private static MathExpression expression(
      String label, String expression, Map<String, IMetric> metrics) {
    return MathExpression.Builder.create()
        .label(label)
        .expression(expression)
        .usingMetrics(new TreeMap<>(metrics))
        .build();
  }

  private static Metric refusedWrites(RecordTables.Index index) {
    return summed(
        "AWS/DynamoDB",
        "WriteThrottleEvents",
        Map.of(
            "TableName", index.table().getTableName(),
            "GlobalSecondaryIndexName", index.name()));
  }

  /// Returns the number of successful calls of a function, per day.
  static IMetric endedWell(Alias function) {
    return expression(
            "calls that ended well",
            "FILL(calls, 0) - FILL(errors, 0)",
            Map.of("calls", function.metricInvocations(), "errors", function.metricErrors()))
        .with(MathExpressionOptions.builder().period(CdkDuration.of(Canary.INTERVAL)).build());
  }

  /// Returns how often Lambda stopped a function because its chain of invocations was too long.
  static Metric recursionsStopped(Alias function) {
    return function.getLambda().metric("RecursiveInvocationsDropped", statistic("Sum"));
  }

  /// Returns a metric of each function, labelled with the function and the metric.
  static List<IMetric> ofFunctions(
      List<PublishedFunction> functions, Function<Alias, Metric> metric) {
    List<IMetric> metrics = new ArrayList<>();
    for (PublishedFunction function : functions) {
      Metric of = metric.apply(function.live);
      metrics.add(labelled(of, function.name() + " " + of.getMetricName()));
    }
    return metrics;
  }

  static IMetric labelled(Metric metric, String label) {
    return metric.with(MetricOptions.builder().label(label).build());
  }

  static MetricOptions statistic(String statistic) {
    return MetricOptions.builder().statistic(statistic).build();
  }

  /// Returns the sum of a metric of AWS.
  static Metric summed(String namespace, String name, Map<String, String> dimensions) {
    return Metric.Builder.create()
        .namespace(namespace)
        .metricName(name)
        .dimensionsMap(new TreeMap<>(dimensions))
        .statistic("Sum")
        .build();
  }

  private Metric counted(String name, String statistic) {
    return Metric.Builder.create()
        .namespace(namespace)
        .metricName(name)
        .statistic(statistic)
        .build();
  }
}
