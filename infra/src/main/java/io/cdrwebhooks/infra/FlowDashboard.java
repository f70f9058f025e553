package io.cdrwebhooks.infra;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import software.amazon.awscdk.services.apigatewayv2.HttpApi;
import software.amazon.awscdk.services.cloudwatch.Dashboard;
import software.amazon.awscdk.services.cloudwatch.GraphWidget;
import software.amazon.awscdk.services.cloudwatch.IMetric;
import software.amazon.awscdk.services.cloudwatch.IWidget;
import software.amazon.awscdk.services.cloudwatch.Metric;
import software.amazon.awscdk.services.cloudwatch.MetricOptions;
import software.amazon.awscdk.services.dynamodb.Table;
import software.amazon.awscdk.services.lambda.Alias;
import software.constructs.Construct;

/// One page from a report's arrival to its link being followed: how many, how fast, what came
/// again, what was given up, and what costs money.
final class FlowDashboard extends Construct {
  private static final int HALF = 12;

  private final FlowMetrics flow;
  private final SharedParts parts;
  private final Functions functions;
  private final HttpApi api;

  FlowDashboard(Construct scope, String id, FlowMetrics flow, Watched watched) {
    super(scope, id);
    this.flow = flow;
    this.parts = watched.parts();
    this.functions = watched.functions();
    this.api = watched.api();
    Dashboard.Builder.create(this, "Dashboard")
        .widgets(
            List.of(
                List.of(reports(), deliveries()),
                List.of(attempts(), latencies()),
                List.of(waiting(), deadLetters()),
                List.of(troubles(), functionErrors()),
                List.of(functionDurations(), apiRequests()),
                List.of(invocations(), tableUnits())))
        .build();
  }

  /// What is looked at beside what the functions count themselves.
  record Watched(SharedParts parts, Functions functions, HttpApi api) {}

  private IWidget reports() {
    return graph(
        "Reports: recorded, and links followed",
        counted(
            "ReportsRecorded",
            FlowMetrics.LINKS_FOLLOWED,
            "ReportsUnrouted",
            "ReportsHeld",
            "ReportsRepeated",
            "ReportsReconciled",
            "ReconciliationsBegun"));
  }

  private IWidget deliveries() {
    return graph(
        "Deliveries that ended, or wait for a person",
        counted(
            "AttemptsDelivered",
            "DeliveriesFailed",
            "DeliveriesHeld",
            "ConfigurationsDisabled",
            "LinksUnused"));
  }

  private IWidget attempts() {
    return graph(
        "Attempts: how receivers answered",
        counted(
            "AttemptsDelivered",
            "AttemptsRejected",
            "AttemptsUnreachable",
            "AttemptsBlocked",
            "OurFaults"));
  }

  private IWidget latencies() {
    return graph(
        "How long: a report and an attempt on average, the API at the 95th percentile (ms)",
        List.of(
            flow.averageAtOnce(),
            flow.averageAttempt(),
            api.metricLatency(
                MetricOptions.builder()
                    .period(CdkDuration.of(FlowMetrics.FIVE_MINUTES))
                    .statistic("p95")
                    .label("API p95")
                    .build()),
            flow.sum("AttemptMilliseconds")));
  }

  private IWidget waiting() {
    return graph(
        "Oldest: message on each queue, overdue attempt (s)",
        List.of(
            labelled(FlowMetrics.oldestMessage(parts.arrivals().queue.queue), "arrivals"),
            labelled(FlowMetrics.oldestMessage(parts.dueAttempts().queue), "due attempts"),
            flow.most("OldestOverdueAttemptSeconds")));
  }

  private IWidget deadLetters() {
    return graph(
        "Dead letters",
        List.of(
            labelled(FlowMetrics.messages(parts.arrivals().queue.deadLetters), "arrivals"),
            labelled(FlowMetrics.messages(parts.dueAttempts().deadLetters), "due attempts")));
  }

  private IWidget troubles() {
    return graph(
        "Faults of ours",
        concat(
            counted("MessagesFailed", "LeasesLost"),
            List.of(
                FlowMetrics.throttledTables(parts.tables().all()),
                FlowMetrics.throttledIndexes(parts.tables()))));
  }

  private IWidget functionErrors() {
    return graph(
        "Functions: errors and throttles",
        concat(
            ofFunctions(function -> function.metricErrors(FlowMetrics.summed())),
            ofFunctions(function -> function.metricThrottles(FlowMetrics.summed()))));
  }

  private IWidget functionDurations() {
    return graph(
        "Functions: duration at the 95th percentile (ms)",
        ofFunctions(
            function ->
                function.metricDuration(
                    MetricOptions.builder()
                        .period(CdkDuration.of(FlowMetrics.FIVE_MINUTES))
                        .statistic("p95")
                        .build())));
  }

  private IWidget apiRequests() {
    return graph(
        "API: requests, their errors and ours",
        List.of(
            api.metricCount(FlowMetrics.summed()),
            api.metricClientError(FlowMetrics.summed()),
            api.metricServerError(FlowMetrics.summed())));
  }

  private IWidget invocations() {
    return graph(
        "Cost: function calls",
        ofFunctions(function -> function.metricInvocations(FlowMetrics.summed())));
  }

  private IWidget tableUnits() {
    List<IMetric> units = new ArrayList<>();
    for (Table table : parts.tables().all()) {
      units.add(
          labelled(
              table.metricConsumedWriteCapacityUnits(FlowMetrics.summed()),
              table.getNode().getId() + " written"));
      units.add(
          labelled(
              table.metricConsumedReadCapacityUnits(FlowMetrics.summed()),
              table.getNode().getId() + " read"));
    }
    return graph("Cost: units of tables", units);
  }

  private List<IMetric> counted(String... names) {
    List<IMetric> metrics = new ArrayList<>();
    for (String name : names) {
      metrics.add(flow.sum(name));
    }
    return metrics;
  }

  private List<IMetric> ofFunctions(Function<Alias, Metric> metric) {
    List<IMetric> metrics = new ArrayList<>();
    functions
        .byName()
        .forEach(
            (name, function) -> {
              Metric of = metric.apply(function.live);
              metrics.add(labelled(of, name + " " + of.getMetricName()));
            });
    return metrics;
  }

  private static List<IMetric> concat(List<IMetric> some, List<IMetric> more) {
    List<IMetric> all = new ArrayList<>(some);
    all.addAll(more);
    return all;
  }

  private static Metric labelled(Metric metric, String label) {
    return metric.with(MetricOptions.builder().label(label).build());
  }

  private static IWidget graph(String title, List<? extends IMetric> metrics) {
    return GraphWidget.Builder.create().title(title).left(metrics).width(HALF).build();
  }
}
