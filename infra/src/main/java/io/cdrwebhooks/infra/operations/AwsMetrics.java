package io.cdrwebhooks.infra.operations;

import io.cdrwebhooks.infra.cdk.CdkDuration;
import io.cdrwebhooks.infra.functions.Canary;
import io.cdrwebhooks.infra.functions.PublishedFunction;
import io.cdrwebhooks.infra.storage.RecordTables;
import io.cdrwebhooks.infra.storage.ReportArrivals;
import io.cdrwebhooks.infra.storage.WorkQueue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import software.amazon.awscdk.services.apigatewayv2.HttpApi;
import software.amazon.awscdk.services.cloudwatch.IMetric;
import software.amazon.awscdk.services.cloudwatch.MathExpression;
import software.amazon.awscdk.services.cloudwatch.MathExpressionOptions;
import software.amazon.awscdk.services.cloudwatch.Metric;
import software.amazon.awscdk.services.cloudwatch.MetricOptions;
import software.amazon.awscdk.services.dynamodb.Table;
import software.amazon.awscdk.services.lambda.Alias;

/// The metrics of AWS that the alarms and the dashboard share. Their period is five minutes, the
/// CDK's default, unless a method says otherwise.
final class AwsMetrics {
  /// The options for quotas, which AWS counts per minute.
  private static final MathExpressionOptions EACH_MINUTE =
      MathExpressionOptions.builder().period(CdkDuration.of(Duration.ofMinutes(1))).build();

  private AwsMetrics() {}

  /// Returns the number of the bucket's events that each rule for them has handled.
  static List<IMetric> bucketEvents(ReportArrivals arrivals) {
    return bucketRules(arrivals)
        .<IMetric>map(rule -> summed("AWS/Events", "Invocations", Map.of("RuleName", rule)))
        .toList();
  }

  static Stream<String> bucketRules(ReportArrivals arrivals) {
    return Stream.concat(
        Stream.of(arrivals.secondEventsRule), arrivals.existingBucketRule.stream());
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
        tables.indexes.stream().map(AwsMetrics::refusedWrites).toList());
  }

  /// Returns the number of calls of functions that failed, and of answers 5xx of the API.
  static IMetric failedCalls(List<PublishedFunction> functions, HttpApi api) {
    List<IMetric> each = new ArrayList<>(ofFunctions(functions, Alias::metricErrors));
    each.add(api.metricServerError(statistic("Sum")));
    return total("failed calls", "failed", each);
  }

  /// Returns how often Lambda stopped a function because its chain of invocations was too long.
  static MathExpression recursionsStopped(List<PublishedFunction> functions) {
    return total(
        "stopped chains",
        "stopped",
        functions.stream()
            .map(
                each ->
                    each.live.getLambda().metric("RecursiveInvocationsDropped", statistic("Sum")))
            .toList());
  }

  /// Returns how many functions have had no successful call in a day.
  static MathExpression silentFunctions(List<PublishedFunction> functions) {
    Map<String, IMetric> named = new TreeMap<>();
    List<String> silent = new ArrayList<>();
    for (PublishedFunction function : functions) {
      int number = silent.size();
      named.put("calls" + number, function.live.metricInvocations());
      named.put("errors" + number, function.live.metricErrors());
      silent.add("(FILL(calls%1$d, 0) - FILL(errors%1$d, 0) < 1)".formatted(number));
    }
    return expression("silent functions", String.join(" + ", silent), named)
        .with(MathExpressionOptions.builder().period(CdkDuration.of(Canary.INTERVAL)).build());
  }

  /// Returns the number of messages in the dead-letter queues.
  static IMetric deadLetters(List<WorkQueue> queues) {
    return total(
        "dead letters",
        "dead",
        queues.stream()
            .map(work -> work.deadLetters.metricApproximateNumberOfMessagesVisible())
            .toList());
  }

  /// Returns the number of messages that wait, are in flight, or failed and wait for a retry.
  static MathExpression backlog(List<WorkQueue> queues) {
    return total(
        "messages in queues",
        "messages",
        queues.stream()
            .map(work -> work.queue)
            .flatMap(
                queue ->
                    Stream.of(
                        queue.metricApproximateNumberOfMessagesVisible(),
                        queue.metricApproximateNumberOfMessagesNotVisible()))
            .toList());
  }

  /// Returns the number of queues whose oldest message has waited for the `allowed` time, plus one
  /// if all queues together have `many` messages. The age alone is not enough: SQS leaves messages
  /// that were received three times out of it.
  static IMetric waitingWork(
      List<WorkQueue> queues, Function<WorkQueue, Duration> allowed, int many) {
    MathExpression all = backlog(queues);
    Map<String, IMetric> named = new TreeMap<>(all.getUsingMetrics());
    List<String> old = new ArrayList<>();
    for (WorkQueue work : queues) {
      String id = "age" + old.size();
      named.put(id, work.queue.metricApproximateAgeOfOldestMessage());
      old.add("(FILL(" + id + ", 0) >= " + allowed.apply(work).toSeconds() + ")");
    }
    old.add("((" + all.getExpression() + ") >= " + many + ")");
    return expression("waiting work", String.join(" + ", old), named);
  }

  /// Returns the number of events that a rule could not hand over.
  static Metric failedInvocations(Map<String, String> rule) {
    return summed("AWS/Events", "FailedInvocations", rule);
  }

  /// Returns how many of the account's limits are used to at least `percent`.
  static IMetric limitsNearlyUsed(int percent) {
    MathExpression concurrency = usedConcurrency();
    MathExpression keyRequests = usedKeyRequests();
    Map<String, IMetric> named = new TreeMap<>(concurrency.getUsingMetrics());
    named.putAll(keyRequests.getUsingMetrics());
    return expression(
            "limits nearly used",
            "(FILL(%2$s, 0) >= %1$d) + (FILL(%3$s, 0) >= %1$d)"
                .formatted(percent, concurrency.getExpression(), keyRequests.getExpression()),
            named)
        .with(EACH_MINUTE);
  }

  /// Returns the percentage of the account's concurrency that other functions cannot use.
  static MathExpression usedConcurrency() {
    return expression(
            "used concurrency (%)",
            "100 * claimed / SERVICE_QUOTA(concurrent)",
            Map.of(
                "claimed",
                    ofAccount("AWS/Lambda", "ClaimedAccountConcurrency", Map.of(), "Maximum"),
                "concurrent", ofAccount("AWS/Lambda", "ConcurrentExecutions", Map.of(), "Maximum")))
        .with(EACH_MINUTE);
  }

  /// Returns the percentage of the requests to KMS that the account may make.
  static MathExpression usedKeyRequests() {
    return expression(
            "used requests to KMS (%)",
            "100 * requests / SERVICE_QUOTA(requests)",
            Map.of(
                "requests",
                ofAccount(
                    "AWS/Usage",
                    "CallCount",
                    Map.of(
                        "Class", "None",
                        "Resource", "CryptographicOperationsSymmetric",
                        "Service", "KMS",
                        "Type", "API"),
                    "Sum")))
        .with(EACH_MINUTE);
  }

  static Metric ofAccount(
      String namespace, String name, Map<String, String> dimensions, String statistic) {
    return summed(namespace, name, dimensions).with(statistic(statistic));
  }

  /// Returns the sum of metrics; an alarm adds up ten at most. In one graph, the ids of each total
  /// must begin differently.
  static MathExpression total(String label, String idsBegin, List<? extends IMetric> each) {
    Map<String, IMetric> named = new TreeMap<>();
    List<String> sum = new ArrayList<>();
    for (IMetric metric : each) {
      String id = idsBegin + named.size();
      named.put(id, metric);
      sum.add("FILL(" + id + ", 0)");
    }
    return expression(label, String.join(" + ", sum), named);
  }

  static MathExpression expression(String label, String expression, Map<String, IMetric> metrics) {
    return MathExpression.Builder.create()
        .label(label)
        .expression(expression)
        .usingMetrics(new TreeMap<>(metrics))
        .build();
  }

  static Metric refusedWrites(RecordTables.Index index) {
    return summed(
        "AWS/DynamoDB",
        "WriteThrottleEvents",
        Map.of(
            "TableName", index.table().getTableName(),
            "GlobalSecondaryIndexName", index.name()));
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

  /// Returns the sum of an AWS metric.
  static Metric summed(String namespace, String name, Map<String, String> dimensions) {
    return Metric.Builder.create()
        .namespace(namespace)
        .metricName(name)
        .dimensionsMap(new TreeMap<>(dimensions))
        .statistic("Sum")
        .build();
  }
}
