package io.cdrwebhooks.infra.operations;

import static io.cdrwebhooks.log.Metric.ALARMS_UNCONFIRMED;
import static io.cdrwebhooks.log.Metric.ATTEMPTS_BLOCKED;
import static io.cdrwebhooks.log.Metric.ATTEMPTS_DELIVERED;
import static io.cdrwebhooks.log.Metric.ATTEMPTS_REJECTED;
import static io.cdrwebhooks.log.Metric.ATTEMPTS_UNREACHABLE;
import static io.cdrwebhooks.log.Metric.ATTEMPT_MILLIS;
import static io.cdrwebhooks.log.Metric.DELIVERED_AT_ONCE;
import static io.cdrwebhooks.log.Metric.DELIVERED_AT_ONCE_MILLIS;
import static io.cdrwebhooks.log.Metric.NOTICES_UNCONFIRMED;
import static io.cdrwebhooks.log.Metric.OUR_FAULTS;
import static io.cdrwebhooks.log.Metric.REPORTS_RECONCILED;

import io.cdrwebhooks.infra.api.ApiEndpoint;
import io.cdrwebhooks.infra.cdk.CdkDuration;
import io.cdrwebhooks.infra.functions.Canary;
import io.cdrwebhooks.infra.functions.DownloadLinkFunction;
import io.cdrwebhooks.infra.functions.PublishedFunction;
import io.cdrwebhooks.infra.network.FixedEgress;
import io.cdrwebhooks.infra.settings.DeploymentSettings;
import io.cdrwebhooks.infra.storage.RecordTables;
import io.cdrwebhooks.infra.storage.ReportArrivals;
import io.cdrwebhooks.infra.storage.WorkQueue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import software.amazon.awscdk.services.cloudwatch.IMetric;
import software.amazon.awscdk.services.cloudwatch.MathExpression;
import software.amazon.awscdk.services.cloudwatch.MathExpressionOptions;
import software.amazon.awscdk.services.cloudwatch.Metric;
import software.amazon.awscdk.services.cloudwatch.MetricOptions;
import software.amazon.awscdk.services.dynamodb.Table;
import software.amazon.awscdk.services.lambda.Alias;
import software.amazon.awscdk.services.sns.Topic;

/// The metrics of the functions, and those of AWS that the alarms and the dashboard share. They are
/// of five minutes, the CDK's usual period, unless a method says otherwise.
final class FlowMetrics {
  /// Quotas of requests are known for a minute.
  private static final MathExpressionOptions EACH_MINUTE =
      MathExpressionOptions.builder().period(CdkDuration.of(Duration.ofMinutes(1))).build();

  private static final MathExpressionOptions EACH_HOUR =
      MathExpressionOptions.builder().period(CdkDuration.of(Duration.ofHours(1))).build();

  private final String namespace;

  FlowMetrics(DeploymentSettings settings) {
    namespace = settings.metricsNamespace();
  }

  /// Returns the sum of a metric that the functions count.
  Metric sum(io.cdrwebhooks.log.Metric counted) {
    return counted(counted.title(), "Sum");
  }

  IMetric followedLinks() {
    return counted(DownloadLinkFunction.LINKS_FOLLOWED, "Sum");
  }

  /// Returns the sum, per period, of a metric that the functions count.
  Metric sumOf(io.cdrwebhooks.log.Metric counted, Duration period) {
    return sum(counted).with(MetricOptions.builder().period(CdkDuration.of(period)).build());
  }

  /// Returns the number of reports that were found without their first event, and of the bucket's
  /// events that rules could not hand over.
  IMetric lostEvents(ReportArrivals arrivals) {
    List<IMetric> lost = new ArrayList<>(List.of(sum(REPORTS_RECONCILED)));
    bucketRules(arrivals)
        .map(rule -> failedInvocations(Map.of("RuleName", rule)))
        .forEach(lost::add);
    return total("lost events", "lost", lost);
  }

  /// Returns the number of the bucket's events that each rule for them has handled.
  static List<IMetric> bucketEvents(ReportArrivals arrivals) {
    return bucketRules(arrivals)
        .<IMetric>map(rule -> summed("AWS/Events", "Invocations", Map.of("RuleName", rule)))
        .toList();
  }

  private static Stream<String> bucketRules(ReportArrivals arrivals) {
    return Stream.concat(
        Stream.of(arrivals.secondEventsRule), arrivals.existingBucketRule.stream());
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

  /// Returns the number of requests that the API answered 429, and of throttled calls of functions.
  IMetric throttledCalls(List<PublishedFunction> functions) {
    List<IMetric> each = new ArrayList<>(ofFunctions(functions, Alias::metricThrottles));
    each.add(throttledRequests());
    return total("throttled calls", "throttled", each);
  }

  static IMetric failedCalls(List<PublishedFunction> functions) {
    return total("failed calls", "failed", ofFunctions(functions, Alias::metricErrors));
  }

  /// Returns how often Lambda stopped a function because its chain of invocations was too long.
  static IMetric recursionsStopped(List<PublishedFunction> functions) {
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
  static IMetric silentFunctions(List<PublishedFunction> functions) {
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

  /// Returns the number of messages that wait, are handled, or failed and wait for a retry.
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

  /// Returns the number of queues whose oldest message has waited for as long as they allow, and
  /// one more if all queues together have `many` messages: SQS leaves a message that was received
  /// three times out of the age of its oldest.
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

  /// Returns the number of faults that keep requests from receivers, including connections for
  /// which a NAT gateway had no port.
  IMetric egressFaults(Optional<FixedEgress> egress) {
    List<IMetric> faults = new ArrayList<>(List.of(sum(OUR_FAULTS)));
    egress.map(FixedEgress::natGatewayIds).orElse(List.of()).stream()
        .map(id -> summed("AWS/NATGateway", "ErrorPortAllocation", Map.of("NatGatewayId", id)))
        .forEach(faults::add);
    return total("faults of egress", "egress", faults);
  }

  /// Returns the number of events that a rule could not hand over.
  private static Metric failedInvocations(Map<String, String> rule) {
    return summed("AWS/Events", "FailedInvocations", rule);
  }

  /// Returns, per hour, the number of notices that rules could not hand over to their topic, or
  /// that the topic could not deliver, and of checks that found it unconfirmed.
  IMetric noticesNotDelivered(List<Map<String, String>> rules, Topic topic) {
    MathExpression handedOver =
        total(
            "not handed over", "rule", rules.stream().map(FlowMetrics::failedInvocations).toList());
    MathExpression mailed = undelivered(topic, NOTICES_UNCONFIRMED);
    Map<String, IMetric> named = new TreeMap<>(handedOver.getUsingMetrics());
    named.putAll(mailed.getUsingMetrics());
    return expression(
            "notices not delivered",
            handedOver.getExpression() + " + " + mailed.getExpression(),
            named)
        .with(EACH_HOUR);
  }

  /// Returns, per hour, the number of alarms that their topic could not deliver, and of checks that
  /// found it unconfirmed.
  IMetric alarmsNotDelivered(Topic topic) {
    return undelivered(topic, ALARMS_UNCONFIRMED).with(EACH_HOUR);
  }

  /// Counts 1 more if the topic got messages and delivered none.
  private MathExpression undelivered(Topic topic, io.cdrwebhooks.log.Metric unconfirmed) {
    return expression(
        "mail not delivered",
        "FILL(unconfirmed, 0) + FILL(failed, 0) + (FILL(published, 0) > 0"
            + " AND FILL(delivered, 0) + FILL(failed, 0) == 0)",
        Map.of(
            "unconfirmed", sum(unconfirmed),
            "failed", topic.metricNumberOfNotificationsFailed(),
            "published", topic.metricNumberOfMessagesPublished(),
            "delivered", topic.metricNumberOfNotificationsDelivered()));
  }

  /// Returns the percentage of the account's concurrency that other functions cannot use.
  static IMetric usedConcurrency() {
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
  static IMetric usedKeyRequests() {
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

  private static Metric ofAccount(
      String namespace, String name, Map<String, String> dimensions, String statistic) {
    return summed(namespace, name, dimensions).with(statistic(statistic));
  }

  IMetric throttledRequests() {
    return counted(ApiEndpoint.REQUESTS_THROTTLED, "Sum");
  }

  IMetric failedRehearsals() {
    return counted(PublishedFunction.REHEARSALS_FAILED, "Sum");
  }

  /// Returns the sum of metrics; an alarm adds up ten at most. Totals in one graph need different
  /// beginnings of their metrics' ids.
  private static MathExpression total(String label, String idsBegin, List<? extends IMetric> each) {
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
