package io.cdrwebhooks.infra.operations;

import io.cdrwebhooks.infra.functions.Functions;
import io.cdrwebhooks.infra.functions.SharedParts;
import io.cdrwebhooks.infra.storage.WorkQueue;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
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

/// A dashboard from a report's arrival to its download: how many, how fast, what was retried or
/// given up, and what costs money.
final class FlowDashboard extends Construct {
  private static final int HALF = 12;

  private final FlowMetrics flow;
  private final Functions functions;
  private final Dashboard dashboard;

  FlowDashboard(
      Construct scope,
      String id,
      FlowMetrics flow,
      SharedParts parts,
      Functions functions,
      HttpApi api) {
    super(scope, id);
    this.flow = flow;
    this.functions = functions;
    dashboard = new Dashboard(this, "Dashboard");
    addFlow(api);
    addTroubles(parts);
    addFunctionsAndApi(api);
    addCost(parts.tables().all());
  }

  private void addFlow(HttpApi api) {
    dashboard.addWidgets(
        graph(
            "Reports: recorded, and links followed",
            counted(
                "ReportsRecorded",
                FlowMetrics.LINKS_FOLLOWED,
                "ReportsUnrouted",
                "ReportsHeld",
                "ReportsRepeated",
                "ReportsReconciled",
                "ReconciliationsBegun")),
        graph(
            "Deliveries that ended, or wait for a person",
            counted(
                "AttemptsDelivered",
                "DeliveriesFailed",
                "DeliveriesHeld",
                "ConfigurationsDisabled",
                "LinksUnused")));
    dashboard.addWidgets(
        graph(
            "Attempts: how receivers answered",
            counted(
                "AttemptsDelivered",
                "AttemptsRejected",
                "AttemptsUnreachable",
                "AttemptsBlocked",
                "OurFaults")),
        graph(
            "How long: a report and an attempt on average, the API at the 95th percentile (ms)",
            List.of(
                flow.averageAtOnce(),
                flow.averageAttempt(),
                labelled(api.metricLatency(FlowMetrics.options("p95")), "API p95"),
                flow.sum("AttemptMilliseconds"))));
  }

  private void addTroubles(SharedParts parts) {
    WorkQueue arrivals = parts.arrivals().queue;
    WorkQueue due = parts.dueAttempts();
    WorkQueue background = parts.backgroundWork();
    dashboard.addWidgets(
        graph(
            "Oldest: message on each queue, overdue attempt (s)",
            List.of(
                labelled(FlowMetrics.oldestMessage(arrivals.queue), "arrivals"),
                labelled(FlowMetrics.oldestMessage(due.queue), "due attempts"),
                labelled(FlowMetrics.oldestMessage(background.queue), "background work"),
                flow.most("OldestOverdueAttemptSeconds"))),
        graph(
            "Dead letters",
            List.of(
                labelled(FlowMetrics.messages(arrivals.deadLetters), "arrivals"),
                labelled(FlowMetrics.messages(due.deadLetters), "due attempts"),
                labelled(FlowMetrics.messages(background.deadLetters), "background work"))));
    dashboard.addWidgets(
        graph(
            "Faults of ours",
            concat(
                counted("MessagesFailed", "LeasesLost"),
                List.of(
                    FlowMetrics.throttledTables(parts.tables().all()),
                    FlowMetrics.throttledIndexes(parts.tables())))),
        graph(
            "Functions: errors and throttles",
            concat(
                ofFunctions(function -> function.metricErrors(FlowMetrics.summed())),
                ofFunctions(function -> function.metricThrottles(FlowMetrics.summed())))));
  }

  private void addFunctionsAndApi(HttpApi api) {
    dashboard.addWidgets(
        graph(
            "Functions: duration at the 95th percentile (ms)",
            ofFunctions(function -> function.metricDuration(FlowMetrics.options("p95")))),
        graph(
            "API: requests, their errors and ours",
            List.of(
                api.metricCount(FlowMetrics.summed()),
                api.metricClientError(FlowMetrics.summed()),
                api.metricServerError(FlowMetrics.summed()))));
  }

  private void addCost(List<Table> tables) {
    List<IMetric> units = new ArrayList<>();
    for (Table table : tables) {
      String name = table.getNode().getId();
      units.add(
          labelled(
              table.metricConsumedWriteCapacityUnits(FlowMetrics.summed()), name + " written"));
      units.add(
          labelled(table.metricConsumedReadCapacityUnits(FlowMetrics.summed()), name + " read"));
    }
    dashboard.addWidgets(
        graph(
            "Cost: function calls",
            ofFunctions(function -> function.metricInvocations(FlowMetrics.summed()))),
        graph("Cost: units of tables", units));
  }

  private List<IMetric> counted(String... names) {
    return Stream.of(names).<IMetric>map(flow::sum).toList();
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
    return Stream.concat(some.stream(), more.stream()).toList();
  }

  private static Metric labelled(Metric metric, String label) {
    return metric.with(MetricOptions.builder().label(label).build());
  }

  private static IWidget graph(String title, List<? extends IMetric> metrics) {
    return GraphWidget.Builder.create().title(title).left(metrics).width(HALF).build();
  }
}
