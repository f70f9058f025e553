package io.cdrwebhooks.infra.operations;

import static io.cdrwebhooks.infra.SynthesisedDeployment.EXAMPLE;
import static io.cdrwebhooks.infra.SynthesisedDeployment.at;
import static io.cdrwebhooks.infra.SynthesisedDeployment.has;
import static io.cdrwebhooks.infra.SynthesisedDeployment.other;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.cdrwebhooks.infra.api.ApiEndpoint;
import io.cdrwebhooks.infra.functions.DownloadLinkFunction;
import io.cdrwebhooks.infra.functions.PublishedFunction;
import io.cdrwebhooks.log.Metric;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Tests which metrics operators see, and what metrics, alarms and the account cost.
class MetricsAndCostTest {
  private static final Map<String, Object> ALARMS = EXAMPLE.properties("AWS::CloudWatch::Alarm");

  private static final String SERVICE = "**The service, without the report itself**";

  /// The metrics of the functions, and those from their logs.
  private static final Set<String> COUNTED =
      Stream.concat(
              Stream.of(Metric.values()).map(Metric::title),
              Stream.of(
                  DownloadLinkFunction.LINKS_FOLLOWED,
                  PublishedFunction.REHEARSALS_FAILED,
                  ApiEndpoint.REQUESTS_THROTTLED))
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
    int composed = EXAMPLE.idsOf("AWS::CloudWatch::CompositeAlarm").size();
    assertThat(page)
        .contains(
            "| Alarms that notify for several of these | %d | 0.50 | %.2f |"
                .formatted(composed, composed * 0.5));
    int ofOurOwn = COUNTED.size();
    assertThat(page)
        .contains("| Metrics of our own | %d | 0.30 | %.2f |".formatted(ofOurOwn, ofOurOwn * 0.3));
  }

  /// The service at each rate, and the deployment at rest.
  @Test
  void sumsOfTheCostPageAreRight() throws IOException {
    String page = Files.readString(Path.of("..", "docs", "cost.md"));
    for (int column = 4; column <= 7; column++) {
      assertSum(page, SERVICE, column);
    }
    assertSum(page, "**The report's storage and requests in S3**", 4);
    assertThat(number(row(page, SERVICE), 6))
        .as("at 13 reports a second; look for another way before you raise it")
        .isLessThanOrEqualTo(40.77);
  }

  /// A month is a twelfth of 365 days.
  @Test
  void costPageHasTheMonthAtEachRate() throws IOException {
    String page = Files.readString(Path.of("..", "docs", "cost.md"));
    String sums = row(page, SERVICE);
    double[] rates = {0.1, 1, 13, 100};
    Object[] months = new Object[rates.length];
    for (int i = 0; i < rates.length; i++) {
      months[i] = Math.round(number(sums, 4 + i) * rates[i] * 86_400 * 365 / 12 / 1_000_000);
    }
    assertThat(page)
        .contains(
            String.format(
                Locale.ROOT,
                "So a month at 0.1, 1, 13 and 100 reports a second costs %,d, %,d, %,d and %,d"
                    + " dollars",
                months));
  }

  /// Adds up the rows of a table above its total.
  private static void assertSum(String page, String total, int column) {
    List<String> above = page.substring(0, page.indexOf("| " + total)).lines().toList();
    List<String> rows =
        above.subList(above.lastIndexOf(lastMatching(above, "\\|[-|]+")) + 1, above.size());
    double sum = rows.stream().mapToDouble(row -> number(row, column)).sum();

    assertThat(number(row(page, total), column)).as(total).isCloseTo(sum, within(0.005));
  }

  private static String row(String page, String item) {
    return page.substring(page.indexOf("| " + item)).lines().findFirst().orElseThrow();
  }

  private static String lastMatching(List<String> lines, String pattern) {
    return lines.stream()
        .filter(line -> line.matches(pattern))
        .reduce((_, later) -> later)
        .orElseThrow();
  }

  private static double number(String row, int column) {
    return Double.parseDouble(row.split("\\|")[column].replace("*", "").strip());
  }

  @Test
  void dashboardShowsEveryMetricOfTheFunctions() {
    String dashboard = String.valueOf(EXAMPLE.only("AWS::CloudWatch::Dashboard"));
    assertThat(found(dashboard, "CdrWebhooks/test\",\"(\\w+)\"").collect(Collectors.toSet()))
        .isEqualTo(COUNTED);
  }

  @Test
  void followedLinksAreCountedFromTheLog() {
    Object filter =
        EXAMPLE.properties("AWS::Logs::MetricFilter").values().stream()
            .filter(each -> at(each, "FilterPattern").equals("{ $.event = \"link.followed\" }"))
            .findFirst()
            .orElseThrow();

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
