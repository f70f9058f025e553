package io.cdrwebhooks.infra.operations;

import io.cdrwebhooks.infra.functions.PublishedFunction;
import io.cdrwebhooks.infra.functions.SharedParts;
import io.cdrwebhooks.infra.storage.WorkQueue;
import io.cdrwebhooks.log.Metric;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import software.amazon.awscdk.services.apigatewayv2.HttpApi;
import software.amazon.awscdk.services.cloudwatch.Dashboard;
import software.amazon.awscdk.services.cloudwatch.GraphWidget;
import software.amazon.awscdk.services.cloudwatch.IMetric;
import software.amazon.awscdk.services.cloudwatch.IWidget;
import software.amazon.awscdk.services.dynamodb.Table;
import software.constructs.Construct;

/// A dashboard from a report's arrival to its download: numbers, times, retries, failures, and
/// costs.
final class FlowDashboard extends Construct {
  private static final int HALF_WIDTH = 12;

  private final FlowMetrics flow;
  private final List<PublishedFunction> functions;
  private final Dashboard dashboard;

  FlowDashboard(
      Construct scope,
      String id,
      FlowMetrics flow,
      SharedParts parts,
      List<PublishedFunction> functions,
      HttpApi api) {
    super(scope, id);
    this.flow = flow;
    this.functions = functions;
    dashboard = new Dashboard(this, "Dashboard");
    addFlow(api);
    addTroubles(parts);
    addLimits(parts);
    addFunctionsAndApi(api);
    addCost(parts.tables().all());
  }

  private void addFlow(HttpApi api) {
    dashboard.addWidgets(
        graph(
            "Reports: recorded, and links followed",
            concat(
                List.of(flow.sum(Metric.REPORTS_RECORDED), flow.followedLinks()),
                counted(
                    Metric.REPORTS_UNROUTED,
                    Metric.REPORTS_HELD,
                    Metric.REPORTS_REPEATED,
                    Metric.REPORTS_RECONCILED,
                    Metric.RECONCILIATIONS_BEGUN))),
        graph(
            "Deliveries that ended, or wait for a person",
            counted(
                Metric.ATTEMPTS_DELIVERED,
                Metric.DELIVERIES_FAILED,
                Metric.DELIVERIES_HELD,
                Metric.CONFIGURATIONS_DISABLED,
                Metric.LINKS_UNUSED,
                Metric.FILES_DIFFERENT)));
    dashboard.addWidgets(
        graph(
            "Attempts: how receivers answered",
            counted(
                Metric.ATTEMPTS_DELIVERED,
                Metric.ATTEMPTS_REJECTED,
                Metric.ATTEMPTS_UNREACHABLE,
                Metric.ATTEMPTS_BLOCKED,
                Metric.OUR_FAULTS)),
        graph(
            "Times: average report and attempt, API at the 95th percentile (ms)",
            List.of(
                flow.averageAtOnce(),
                flow.averageAttempt(),
                AwsMetrics.labelled(api.metricLatency(AwsMetrics.statistic("p95")), "API p95"),
                flow.sum(Metric.ATTEMPT_MILLIS))));
  }

  private void addTroubles(SharedParts parts) {
    List<IMetric> oldest = new ArrayList<>();
    List<IMetric> deadLetters = new ArrayList<>();
    for (WorkQueue work : parts.workQueues()) {
      oldest.add(
          AwsMetrics.labelled(work.queue.metricApproximateAgeOfOldestMessage(), label(work)));
      deadLetters.add(
          AwsMetrics.labelled(
              work.deadLetters.metricApproximateNumberOfMessagesVisible(), label(work)));
    }
    oldest.add(flow.most(Metric.OLDEST_OVERDUE_SECONDS));
    deadLetters.add(AwsMetrics.backlog(parts.workQueues()));
    dashboard.addWidgets(
        graph("Oldest message of each queue, oldest overdue attempt (s)", oldest),
        graph("Messages: dead letters, all in queues", deadLetters));
    dashboard.addWidgets(
        graph(
            "Errors in the service",
            concat(
                counted(
                    Metric.MESSAGES_FAILED,
                    Metric.LEASES_LOST,
                    Metric.ALARMS_UNCONFIRMED,
                    Metric.NOTICES_UNCONFIRMED),
                List.of(
                    flow.failedRehearsals(),
                    AwsMetrics.recursionsStopped(functions),
                    AwsMetrics.throttledTables(parts.tables().all()),
                    AwsMetrics.throttledIndexes(parts.tables())))),
        graph(
            "Functions: errors and throttles",
            concat(
                AwsMetrics.ofFunctions(functions, function -> function.metricErrors()),
                AwsMetrics.ofFunctions(functions, function -> function.metricThrottles()))));
  }

  private void addLimits(SharedParts parts) {
    dashboard.addWidgets(
        graph(
            "Account limits used (%)",
            List.of(AwsMetrics.usedConcurrency(), AwsMetrics.usedKeyRequests())),
        graph(
            "Events of the bucket that each rule handled",
            AwsMetrics.bucketEvents(parts.arrivals())));
  }

  private void addFunctionsAndApi(HttpApi api) {
    dashboard.addWidgets(
        graph(
            "Functions: duration at the 95th percentile (ms)",
            AwsMetrics.ofFunctions(
                functions, function -> function.metricDuration(AwsMetrics.statistic("p95")))),
        graph(
            "API: requests, 4xx and 5xx answers",
            List.of(
                api.metricCount(AwsMetrics.statistic("Sum")),
                api.metricClientError(),
                api.metricServerError(),
                flow.throttledRequests())));
  }

  private void addCost(List<Table> tables) {
    List<IMetric> units = new ArrayList<>();
    for (Table table : tables) {
      String name = table.getNode().getId();
      units.add(AwsMetrics.labelled(table.metricConsumedWriteCapacityUnits(), name + " written"));
      units.add(AwsMetrics.labelled(table.metricConsumedReadCapacityUnits(), name + " read"));
    }
    dashboard.addWidgets(
        graph(
            "Cost: function calls",
            AwsMetrics.ofFunctions(functions, function -> function.metricInvocations())),
        graph("Cost: units of tables", units));
  }

  private List<IMetric> counted(Metric... metrics) {
    return Stream.of(metrics).<IMetric>map(flow::sum).toList();
  }

  private static List<IMetric> concat(List<IMetric> some, List<IMetric> more) {
    return Stream.concat(some.stream(), more.stream()).toList();
  }

  /// Returns the label of a queue: `DueAttempts` becomes `due attempts`.
  private static String label(WorkQueue work) {
    String id = work.getNode().getId();
    return id.replaceAll("(?<=[a-z])(?=[A-Z])", " ").toLowerCase(Locale.ROOT);
  }

  private static IWidget graph(String title, List<? extends IMetric> metrics) {
    return GraphWidget.Builder.create().title(title).left(metrics).width(HALF_WIDTH).build();
  }
}
