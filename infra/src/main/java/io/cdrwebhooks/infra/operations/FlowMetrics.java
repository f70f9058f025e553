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
import static io.cdrwebhooks.log.Metric.RECONCILIATIONS_BEGUN;
import static io.cdrwebhooks.log.Metric.REPORTS_RECONCILED;

import io.cdrwebhooks.infra.api.ApiEndpoint;
import io.cdrwebhooks.infra.cdk.CdkDuration;
import io.cdrwebhooks.infra.functions.Canary;
import io.cdrwebhooks.infra.functions.DownloadLinkFunction;
import io.cdrwebhooks.infra.functions.PublishedFunction;
import io.cdrwebhooks.infra.network.FixedEgress;
import io.cdrwebhooks.infra.settings.DeploymentSettings;
import io.cdrwebhooks.infra.storage.ReportArrivals;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awscdk.services.cloudwatch.IMetric;
import software.amazon.awscdk.services.cloudwatch.MathExpression;
import software.amazon.awscdk.services.cloudwatch.MathExpressionOptions;
import software.amazon.awscdk.services.cloudwatch.Metric;
import software.amazon.awscdk.services.cloudwatch.MetricOptions;
import software.amazon.awscdk.services.lambda.Alias;
import software.amazon.awscdk.services.sns.Topic;

/// The metrics that the functions count, alone and combined with those of AWS ([AwsMetrics]). Their
/// period is five minutes, the CDK's default, unless a method says otherwise.
final class FlowMetrics {
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
    AwsMetrics.bucketRules(arrivals)
        .map(rule -> AwsMetrics.failedInvocations(Map.of("RuleName", rule)))
        .forEach(lost::add);
    return AwsMetrics.total("lost events", "lost", lost);
  }

  Metric most(io.cdrwebhooks.log.Metric counted) {
    return counted(counted.title(), "Maximum");
  }

  /// Returns the average duration of an attempt, in milliseconds.
  IMetric averageAttempt() {
    return AwsMetrics.expression(
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
    return AwsMetrics.expression(
        "average from arrival to delivery",
        "atOnceMillis / atOnce",
        Map.of(
            "atOnceMillis", sum(DELIVERED_AT_ONCE_MILLIS),
            "atOnce", sum(DELIVERED_AT_ONCE)));
  }

  /// Returns the number of requests that the API answered with 429, and of throttled calls of
  /// functions.
  IMetric throttledCalls(List<PublishedFunction> functions) {
    List<IMetric> each = new ArrayList<>(AwsMetrics.ofFunctions(functions, Alias::metricThrottles));
    each.add(throttledRequests());
    return AwsMetrics.total("throttled calls", "throttled", each);
  }

  /// Returns the number of faults that keep requests from receivers, including connections for
  /// which a NAT gateway had no port.
  IMetric egressFaults(Optional<FixedEgress> egress) {
    List<IMetric> faults = new ArrayList<>(List.of(sum(OUR_FAULTS)));
    egress.map(FixedEgress::natGatewayIds).orElse(List.of()).stream()
        .map(
            id ->
                AwsMetrics.summed(
                    "AWS/NATGateway", "ErrorPortAllocation", Map.of("NatGatewayId", id)))
        .forEach(faults::add);
    return AwsMetrics.total("faults of egress", "egress", faults);
  }

  /// Returns, per hour, the number of notices that rules could not hand over to their topic, or
  /// that the topic could not deliver, and of checks that found it unconfirmed.
  IMetric noticesNotDelivered(List<Map<String, String>> rules, Topic topic) {
    MathExpression handedOver =
        AwsMetrics.total(
            "not handed over", "rule", rules.stream().map(AwsMetrics::failedInvocations).toList());
    MathExpression mailed = undelivered(topic, NOTICES_UNCONFIRMED);
    Map<String, IMetric> named = new TreeMap<>(handedOver.getUsingMetrics());
    named.putAll(mailed.getUsingMetrics());
    return AwsMetrics.expression(
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

  /// Returns the count of undelivered mails, plus 1 if the topic got messages and delivered none.
  private MathExpression undelivered(Topic topic, io.cdrwebhooks.log.Metric unconfirmed) {
    return AwsMetrics.expression(
        "mail not delivered",
        "FILL(unconfirmed, 0) + FILL(failed, 0) + (FILL(published, 0) > 0"
            + " AND FILL(delivered, 0) + FILL(failed, 0) == 0)",
        Map.of(
            "unconfirmed", sum(unconfirmed),
            "failed", topic.metricNumberOfNotificationsFailed(),
            "published", topic.metricNumberOfMessagesPublished(),
            "delivered", topic.metricNumberOfNotificationsDelivered()));
  }

  /// Returns the number of failed rehearsals, and of chains of calls that Lambda stopped.
  IMetric faultsOfVersions(List<PublishedFunction> functions) {
    MathExpression stopped = AwsMetrics.recursionsStopped(functions);
    Map<String, IMetric> named = new TreeMap<>(stopped.getUsingMetrics());
    named.put("rehearsals", failedRehearsals());
    return AwsMetrics.expression(
        "faults of versions", stopped.getExpression() + " + FILL(rehearsals, 0)", named);
  }

  /// Returns, per day, how many of the functions have had no successful call, and 1 more if no
  /// reconciliation has begun.
  IMetric missingDailyWork(List<PublishedFunction> functions) {
    MathExpression silent = AwsMetrics.silentFunctions(functions);
    Map<String, IMetric> named = new TreeMap<>(silent.getUsingMetrics());
    named.put("begun", sum(RECONCILIATIONS_BEGUN));
    return AwsMetrics.expression(
            "missing daily work", silent.getExpression() + " + (FILL(begun, 0) < 1)", named)
        .with(MathExpressionOptions.builder().period(CdkDuration.of(Canary.INTERVAL)).build());
  }

  IMetric throttledRequests() {
    return counted(ApiEndpoint.REQUESTS_THROTTLED, "Sum");
  }

  IMetric failedRehearsals() {
    return counted(PublishedFunction.REHEARSALS_FAILED, "Sum");
  }

  private Metric counted(String name, String statistic) {
    return Metric.Builder.create()
        .namespace(namespace)
        .metricName(name)
        .statistic(statistic)
        .build();
  }
}
