package io.cdrwebhooks.infra.operations;

import static io.cdrwebhooks.infra.SynthesisedDeployment.EXAMPLE;
import static io.cdrwebhooks.infra.SynthesisedDeployment.at;
import static io.cdrwebhooks.infra.SynthesisedDeployment.has;
import static io.cdrwebhooks.infra.SynthesisedDeployment.other;
import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.infra.functions.DownloadLinks;
import io.cdrwebhooks.log.Metric;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Tests which metrics operators see, and what metrics, alarms and the account cost.
class MetricsAndCostTest {
  private static final Map<String, Object> ALARMS = EXAMPLE.properties("AWS::CloudWatch::Alarm");

  /// The metrics of the functions, and the one from the log.
  private static final Set<String> COUNTED =
      Stream.concat(
              Stream.of(Metric.values()).map(Metric::title),
              Stream.of(DownloadLinks.LINKS_FOLLOWED))
          .collect(Collectors.toSet());

  /// The cost page counts them; each metric that an alarm adds up is charged separately.
  @Test
  void costPageCountsTheAlarms() throws IOException {
    long metrics =
        ALARMS.values().stream()
            .mapToLong(
                alarm ->
                    has(alarm, "Metrics")
                        ? ((List<?>) at(alarm, "Metrics"))
                            .stream().filter(metric -> has(metric, "MetricStat")).count()
                        : 1)
            .sum();
    String page = Files.readString(Path.of("..", "docs", "cost.md"));

    assertThat(page)
        .contains(
            "| Alarms: %d, which look at %d metrics |".formatted(ALARMS.size(), metrics),
            "| %.2f |".formatted(metrics / 10.0));
    int ofOurOwn = COUNTED.size();
    assertThat(page)
        .contains("| Metrics of our own | %d | 0.30 | %.2f |".formatted(ofOurOwn, ofOurOwn * 0.3));
  }

  @Test
  void dashboardShowsEveryMetricOfTheFunctions() {
    String dashboard = String.valueOf(EXAMPLE.only("AWS::CloudWatch::Dashboard"));
    assertThat(found(dashboard, "CdrWebhooks/test\",\"(\\w+)\"").collect(Collectors.toSet()))
        .isEqualTo(COUNTED);
  }

  @Test
  void followedLinksAreCountedFromTheLog() {
    Object filter = EXAMPLE.only("AWS::Logs::MetricFilter");

    assertThat(at(filter, "FilterPattern")).isEqualTo("{ $.event = \"link.followed\" }");
    assertThat(at(filter, "MetricTransformations", 0, "MetricNamespace"))
        .isEqualTo("CdrWebhooks/test");
    assertThat((String) at(filter, "LogGroupName", "Ref")).startsWith("DownloadLinksHandlerLog");
  }

  @Test
  void budgetWarnsBeforeTheMoneyIsSpent() {
    Object budget = EXAMPLE.only("AWS::Budgets::Budget");

    assertThat(at(budget, "Budget", "BudgetLimit")).isEqualTo(Map.of("Amount", 200, "Unit", "USD"));
    assertThat((List<?>) at(budget, "NotificationsWithSubscribers"))
        .hasSize(2)
        .allSatisfy(
            notification ->
                assertThat((String) at(notification, "Subscribers", 0, "Address", "Ref"))
                    .startsWith("WatchTopicsAlarms"))
        .anySatisfy(
            notification ->
                assertThat(at(notification, "Notification", "NotificationType"))
                    .isEqualTo("FORECASTED"));
    assertThat(other().resources("AWS::Budgets::Budget")).isEmpty();
  }

  private static Stream<String> found(String text, String pattern) {
    return Pattern.compile(pattern).matcher(text).results().map(match -> match.group(1));
  }
}
