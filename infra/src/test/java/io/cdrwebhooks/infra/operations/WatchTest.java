package io.cdrwebhooks.infra.operations;

import static io.cdrwebhooks.infra.SynthesisedDeployment.EXAMPLE;
import static io.cdrwebhooks.infra.SynthesisedDeployment.at;
import static io.cdrwebhooks.infra.SynthesisedDeployment.has;
import static io.cdrwebhooks.infra.SynthesisedDeployment.other;
import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.infra.SynthesisedDeployment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Tests what operators see, and that they learn what to do.
class WatchTest {
  private static final Map<String, Object> ALARMS = EXAMPLE.properties("AWS::CloudWatch::Alarm");

  @Test
  void everyAlarmHasItsSectionInTheRunbookAndEverySectionItsAlarm() throws IOException {
    Set<String> named =
        Stream.of(EXAMPLE, other())
            .flatMap(
                deployment -> deployment.properties("AWS::CloudWatch::Alarm").values().stream())
            .map(alarm -> (String) at(alarm, "AlarmDescription"))
            .map(
                description -> {
                  assertThat(description).contains(" What to do: docs/runbook.md#");
                  return description.substring(description.indexOf('#') + 1);
                })
            .collect(Collectors.toCollection(TreeSet::new));
    // AWS Budgets has no description for it.
    named.add("monthly-budget");

    assertThat(runbookSections()).isEqualTo(named);
  }

  @Test
  void everyAlarmNotifiesWhenItStartsAndEnds() {
    ALARMS.forEach(
        (id, alarm) -> {
          boolean isOfAlarms = id.startsWith("WatchAlarmsAlarmsMailRefused");
          assertThat((String) at(alarm, "AlarmActions", 0, "Ref"))
              .as(id)
              .startsWith(isOfAlarms ? "WatchTopicsNotices" : "WatchTopicsAlarms");
          assertThat(at(alarm, "OKActions")).as(id).isEqualTo(at(alarm, "AlarmActions"));
        });
    for (Object subscription : EXAMPLE.properties("AWS::SNS::Subscription").values()) {
      assertThat(at(subscription, "Protocol")).isEqualTo("email");
      assertThat(at(subscription, "Endpoint")).isEqualTo("operators@example.com");
    }
    assertThat(EXAMPLE.idsOf("AWS::SNS::Subscription")).hasSize(2);
  }

  /// A topic with an explicit policy accepts only from the services that the policy names.
  @Test
  void topicsAcceptOnlyTheirSenders() {
    assertThat(publishers("WatchTopicsAlarms"))
        .containsExactlyInAnyOrder("cloudwatch.amazonaws.com", "budgets.amazonaws.com");
    assertThat(publishers("WatchTopicsNotices")).containsExactly("cloudwatch.amazonaws.com");
  }

  /// Each topic reports mail that SNS refuses on the other.
  @Test
  void refusedMailOfATopicRaisesAnAlarmOnTheOther() {
    Map<String, Object> refused = alarmsNamed("MailRefused");

    assertThat(refused).hasSize(2);
    refused.forEach(
        (id, alarm) -> {
          assertThat(metrics(alarm))
              .containsExactlyInAnyOrder(
                  "NumberOfMessagesPublished",
                  "NumberOfNotificationsDelivered",
                  "NumberOfNotificationsFailed");
          // An unconfirmed subscription neither delivers nor fails.
          assertThat(expression(alarm))
              .contains("FILL(published, 0) > 0", "FILL(delivered, 0) + FILL(failed, 0) == 0");
          assertThat(at(alarm, "Threshold")).isEqualTo(1);
          assertThat(dimensions(alarm))
              .as(id)
              .allMatch(
                  of ->
                      of.contains(id.contains("AlarmsAlarms") ? "TopicsAlarms" : "TopicsNotices"));
        });
  }

  private static List<Object> publishers(String topic) {
    return EXAMPLE.properties("AWS::SNS::TopicPolicy").values().stream()
        .filter(policy -> ((String) at(policy, "Topics", 0, "Ref")).startsWith(topic))
        .flatMap(policy -> ((List<?>) at(policy, "PolicyDocument", "Statement")).stream())
        .filter(statement -> at(statement, "Effect").equals("Allow"))
        .map(statement -> at(statement, "Principal", "Service"))
        .flatMap(services -> services instanceof List<?> list ? list.stream() : Stream.of(services))
        .<Object>map(service -> service)
        .toList();
  }

  @Test
  void oneDeadLetterRaisesAnAlarm() {
    Object alarm = alarm("DeadLetters");
    assertThat(at(alarm, "Threshold")).isEqualTo(1);
    assertThat(at(alarm, "EvaluationPeriods")).isEqualTo(1);
    assertThat(at(alarm, "ComparisonOperator")).isEqualTo("GreaterThanOrEqualToThreshold");
    assertThat(metrics(alarm)).containsOnly("ApproximateNumberOfMessagesVisible");
    assertThat(queues(alarm)).isEqualTo(queues(true));
  }

  /// SQS leaves a message that was received three times out of the age of its oldest one, so
  /// several alarms together see each message that grows old.
  @Test
  void oldMessageRaisesAnAlarmReceivedOrNot() {
    Object waiting = alarm("WorkWaiting");
    assertThat(metrics(waiting)).containsOnly("ApproximateAgeOfOldestMessage");
    assertThat(queues(waiting)).isEqualTo(queues(false));
    assertThat(expression(waiting)).startsWith("(FILL(age0, 0) >= 900) + (FILL(age1, 0) >= 3600)");

    Object backlog = alarm("BacklogLarge");
    assertThat(metrics(backlog))
        .containsOnly(
            "ApproximateNumberOfMessagesVisible", "ApproximateNumberOfMessagesNotVisible");
    assertThat(queues(backlog)).isEqualTo(queues(false));
    assertThat(at(backlog, "Threshold")).isEqualTo(10_000);

    Object expiring = alarm("MessagesExpiring");
    assertThat(at(expiring, "MetricName")).isEqualTo("MessagesFailed");
    assertThat(at(expiring, "Statistic")).isEqualTo("Sum");
    assertThat(at(expiring, "Threshold")).isEqualTo(1);
    // A failing message is received more than twice an hour.
    assertThat(at(expiring, "Period")).isEqualTo(3600);
    assertThat(at(expiring, "DatapointsToAlarm")).isEqualTo(24);
  }

  /// A message that has failed once is 21 minutes old when it is received again.
  @Test
  void oneFailedArrivalRaisesNoAlarm() {
    Object alarm = alarm("WorkWaiting");
    int period = (Integer) at(alarm, "Metrics", 1, "MetricStat", "Period");
    int rings = 900 + ((Integer) at(alarm, "EvaluationPeriods") - 2) * period;
    assertThat(rings).isGreaterThan(21 * 60);
  }

  @Test
  void silenceOfScheduledWorkRaisesAnAlarm() {
    List<String> untilHeard =
        ALARMS.entrySet().stream()
            .filter(alarm -> at(alarm.getValue(), "TreatMissingData").equals("breaching"))
            .map(alarm -> alarm.getKey().replaceFirst("^WatchAlarms(.*).{8}$", "$1"))
            .sorted()
            .toList();

    assertThat(untilHeard)
        .containsExactly("AttemptsOverdue", "CanaryMissing", "ReconciliationMissing");
  }

  @Test
  void everyFunctionIsWatchedAtItsAlias() {
    Map.of("FunctionErrors", "Errors", "FunctionsThrottled", "Throttles")
        .forEach(
            (id, metric) -> {
              assertThat(metrics(alarm(id))).hasSize(5).containsOnly(metric);
              assertThat(dimensions(alarm(id)))
                  .doesNotHaveDuplicates()
                  .allMatch(of -> of.contains(":live"));
            });
  }

  @Test
  void oneStoppedChainRaisesAnAlarm() {
    Object stopped = alarm("RecursionStopped");

    assertThat(metrics(stopped)).hasSize(5).containsOnly("RecursiveInvocationsDropped");
    assertThat(dimensions(stopped)).doesNotHaveDuplicates().noneMatch(of -> of.contains(":live"));
    assertThat(at(stopped, "Threshold")).isEqualTo(1);
    assertThat(at(stopped, "EvaluationPeriods")).isEqualTo(1);
  }

  /// A canary that is called and fails is no sign of life.
  @Test
  void onlySuccessfulCallsKeepTheCanaryQuiet() {
    Object canaries = alarm("CanaryMissing");

    assertThat(expression(canaries))
        .startsWith(
            "(FILL(calls0, 0) - FILL(errors0, 0) < 1) + (FILL(calls1, 0) - FILL(errors1, 0) < 1)");
    assertThat(metrics(canaries)).hasSize(10).containsOnly("Invocations", "Errors");
    assertThat(dimensions(canaries)).allMatch(of -> of.contains(":live"));
    for (Object metric : stats(canaries)) {
      assertThat(at(metric, "MetricStat", "Period")).isEqualTo(86_400);
    }
    assertThat(at(canaries, "Threshold")).isEqualTo(1);
    assertThat(at(canaries, "EvaluationPeriods")).isEqualTo(2);
  }

  @Test
  void failedRehearsalRaisesAnAlarm() {
    assertThat(at(alarm("RehearsalFailed"), "MetricName")).isEqualTo("RehearsalsFailed");
    assertThat(
            EXAMPLE.properties("AWS::Logs::MetricFilter").values().stream()
                .filter(
                    filter ->
                        at(filter, "FilterPattern")
                            .equals("{ $.event = \"snapshot.rehearsal-failed\" }"))
                .map(filter -> at(filter, "LogGroupName", "Ref")))
        .hasSize(5)
        .doesNotHaveDuplicates();
  }

  @Test
  void natGatewayWithoutPortsRaisesTheAlarmOfEgress() {
    assertThat(metrics(alarm("EgressBroken")))
        .containsExactly("OurFaults", "ErrorPortAllocation", "ErrorPortAllocation");
  }

  @Test
  void nearLimitsOfTheAccountRaiseAlarms() {
    assertThat(expression(alarm("ConcurrencyNearLimit")))
        .isEqualTo("100 * claimed / SERVICE_QUOTA(concurrent)");
    assertThat(metrics(alarm("ConcurrencyNearLimit")))
        .containsExactlyInAnyOrder("ClaimedAccountConcurrency", "ConcurrentExecutions");
    assertThat(expression(alarm("KeysNearLimit")))
        .isEqualTo("100 * requests / SERVICE_QUOTA(requests)");
    for (String id : List.of("ConcurrencyNearLimit", "KeysNearLimit")) {
      assertThat(at(alarm(id), "Threshold")).isEqualTo(80);
      for (Object metric : stats(alarm(id))) {
        assertThat(at(metric, "MetricStat", "Period")).isEqualTo(60);
      }
    }
  }

  @Test
  void everyRuleThatCannotHandOverItsEventsRaisesAnAlarm() {
    long ofNotices =
        EXAMPLE.idsOf("AWS::Events::Rule").stream().filter(id -> id.contains("NoticeMail")).count();
    assertThat(metrics(alarm("EventsFailing")))
        .hasSize((int) ofNotices)
        .containsOnly("FailedInvocations");
    Object withBucketsRule =
        other().properties("AWS::CloudWatch::Alarm").entrySet().stream()
            .filter(alarm -> alarm.getKey().contains("EventsFailing"))
            .map(Map.Entry::getValue)
            .findFirst()
            .orElseThrow();
    assertThat(metrics(withBucketsRule)).hasSize((int) ofNotices + 1);
  }

  /// The metrics of an index count its refusals, not those of its table.
  @Test
  void everyTableAndEveryIndexIsWatchedForThrottling() {
    Set<String> watched = new TreeSet<>();
    for (String id : List.of("TablesThrottled", "IndexesThrottled")) {
      for (Object metric : stats(alarm(id))) {
        watched.add(
            at(metric, "MetricStat", "Metric", "MetricName")
                + " "
                + String.valueOf(at(metric, "MetricStat", "Metric", "Dimensions"))
                    .replaceAll(".*GlobalSecondaryIndexName, Value=([a-z-]+).*", "$1")
                    .replaceAll(".*(Records[A-Za-z]+?)[0-9A-F]{8}.*", "$1"));
      }
    }
    Set<String> expected = new TreeSet<>();
    EXAMPLE
        .properties("AWS::DynamoDB::Table")
        .forEach(
            (id, table) -> {
              String name = id.replaceFirst("[0-9A-F]{8}$", "");
              expected.add("ReadThrottleEvents " + name);
              expected.add("WriteThrottleEvents " + name);
              if (has(table, "GlobalSecondaryIndexes")) {
                ((List<?>) at(table, "GlobalSecondaryIndexes"))
                    .forEach(
                        index -> expected.add("WriteThrottleEvents " + at(index, "IndexName")));
              }
            });

    assertThat(watched).isEqualTo(expected);
  }

  /// CloudWatch refuses an alarm that adds up more.
  @Test
  void noAlarmAddsUpMoreThanTenMetrics() {
    ALARMS.forEach(
        (id, alarm) -> {
          if (has(alarm, "Metrics")) {
            long metrics =
                ((List<?>) at(alarm, "Metrics"))
                    .stream().filter(metric -> has(metric, "MetricStat")).count();
            assertThat(metrics).as(id).isLessThanOrEqualTo(10);
          }
        });
  }

  @Test
  void aQuarterOfAnHourOfThrottledRequestsRaisesAnAlarm() {
    Object alarm = alarm("RequestsThrottled");

    assertThat(at(alarm, "MetricName")).isEqualTo("RequestsThrottled");
    assertThat(at(alarm, "Threshold")).isEqualTo(1);
    assertThat(at(alarm, "EvaluationPeriods")).isEqualTo(3);
    assertThat(at(alarm, "DatapointsToAlarm")).isEqualTo(3);
  }

  @Test
  void apiFailingForFewClientsRaisesAnAlarm() {
    Object alarm = alarm("ApiFailing");

    assertThat(at(alarm, "MetricName")).isEqualTo("5xx");
    assertThat(at(alarm, "Threshold")).isEqualTo(1);
    assertThat(at(alarm, "DatapointsToAlarm")).isEqualTo(3);
    assertThat(at(alarm, "EvaluationPeriods")).isEqualTo(12);
    assertThat(at(alarm, "TreatMissingData")).isEqualTo("notBreaching");
  }

  /// The job of a day begins on that day, however often it is requested.
  @Test
  void twoDaysWithoutReconciliationRaiseAnAlarm() {
    Object alarm = alarm("ReconciliationMissing");

    assertThat(at(alarm, "MetricName")).isEqualTo("ReconciliationsBegun");
    assertThat(at(alarm, "Period")).isEqualTo(86_400);
    assertThat(at(alarm, "EvaluationPeriods")).isEqualTo(2);
    assertThat(at(alarm, "DatapointsToAlarm")).isEqualTo(2);
    assertThat(at(alarm, "ComparisonOperator")).isEqualTo("LessThanThreshold");
    assertThat(at(alarm, "Threshold")).isEqualTo(1);
  }

  /// An existing bucket has a second rule, whose events do not count here.
  @Test
  void reportsWithoutSecondEventsRaiseAnAlarmAfterTwoDays() {
    for (SynthesisedDeployment deployment : List.of(EXAMPLE, other())) {
      Object alarm =
          deployment.properties("AWS::CloudWatch::Alarm").entrySet().stream()
              .filter(each -> each.getKey().contains("SecondEventsMissing"))
              .map(Map.Entry::getValue)
              .findAny()
              .orElseThrow();

      assertThat(at(alarm, "Metrics", 0, "Expression"))
          .isEqualTo("IF(FILL(recorded, 0) > 0 AND FILL(sent, 0) - FILL(failed, 0) <= 0, 1, 0)");
      assertThat(String.valueOf(at(alarm, "Metrics")))
          .contains("ReportsRecorded", "Invocations", "-SecondEvents");
      assertThat(at(alarm, "Metrics", 1, "MetricStat", "Period")).isEqualTo(86_400);
      assertThat(at(alarm, "EvaluationPeriods")).isEqualTo(2);
      assertThat(at(alarm, "TreatMissingData")).isEqualTo("notBreaching");
    }
  }

  private static Object alarm(String id) {
    return ALARMS.entrySet().stream()
        .filter(alarm -> alarm.getKey().matches("WatchAlarms" + id + "[0-9A-F]{8}"))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElseThrow();
  }

  /// Returns the metrics that an alarm computes its value from.
  private static List<Object> stats(Object alarm) {
    return ((List<?>) at(alarm, "Metrics"))
        .stream()
            .<Object>map(metric -> metric)
            .filter(metric -> has(metric, "MetricStat"))
            .toList();
  }

  private static List<String> metrics(Object alarm) {
    return stats(alarm).stream()
        .map(metric -> (String) at(metric, "MetricStat", "Metric", "MetricName"))
        .toList();
  }

  private static List<String> dimensions(Object alarm) {
    return stats(alarm).stream()
        .map(metric -> String.valueOf(at(metric, "MetricStat", "Metric", "Dimensions")))
        .toList();
  }

  private static String expression(Object alarm) {
    return (String) at(alarm, "Metrics", 0, "Expression");
  }

  /// Returns the queues that an alarm watches.
  private static Set<String> queues(Object alarm) {
    return EXAMPLE.idsOf("AWS::SQS::Queue").stream()
        .filter(id -> dimensions(alarm).stream().anyMatch(of -> of.contains(id)))
        .collect(Collectors.toSet());
  }

  private static Set<String> queues(boolean ofDeadLetters) {
    return EXAMPLE.idsOf("AWS::SQS::Queue").stream()
        .filter(id -> id.contains("DeadLetters") == ofDeadLetters)
        .collect(Collectors.toSet());
  }

  private static Map<String, Object> alarmsNamed(String part) {
    return ALARMS.entrySet().stream()
        .filter(alarm -> alarm.getKey().contains(part))
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  private static Set<String> runbookSections() throws IOException {
    try (Stream<String> lines = Files.lines(Path.of("..", "docs", "runbook.md"))) {
      return lines
          .filter(line -> line.startsWith("### "))
          .map(line -> line.substring(4).toLowerCase(Locale.ROOT).replace(' ', '-'))
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }
}
