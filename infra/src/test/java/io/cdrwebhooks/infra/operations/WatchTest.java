package io.cdrwebhooks.infra.operations;

import static io.cdrwebhooks.infra.SynthesisedDeployment.EXAMPLE;
import static io.cdrwebhooks.infra.SynthesisedDeployment.at;
import static io.cdrwebhooks.infra.SynthesisedDeployment.has;
import static io.cdrwebhooks.infra.SynthesisedDeployment.other;
import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.infra.SynthesisedDeployment;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// Tests what raises an alarm, and what the dashboard shows.
class WatchTest {
  private static final Map<String, Object> ALARMS = EXAMPLE.properties("AWS::CloudWatch::Alarm");

  /// Each topic reports mail that SNS refuses on the other.
  @Test
  void refusedMailOfATopicRaisesAnAlarmOnTheOther() {
    Map.of("AlarmsRefused", "TopicsAlarms", "NoticesRefused", "TopicsNotices")
        .forEach(
            (id, topic) -> {
              Object alarm = alarm(id);
              assertThat(metrics(alarm))
                  .contains(
                      id.replace("Refused", "Unconfirmed"),
                      "NumberOfMessagesPublished",
                      "NumberOfNotificationsDelivered",
                      "NumberOfNotificationsFailed");
              // An unconfirmed subscription neither delivers nor fails.
              assertThat(expression(alarm))
                  .contains("FILL(unconfirmed, 0) + ")
                  .contains("FILL(published, 0) > 0", "FILL(delivered, 0) + FILL(failed, 0) == 0");
              assertThat(at(alarm, "Threshold")).isEqualTo(1);
              assertThat(dimensions(alarm).stream().filter(of -> of.contains("TopicName")))
                  .as(id)
                  .hasSize(3)
                  .allMatch(of -> of.contains(topic));
            });
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
    assertThat(metrics(waiting))
        .hasSize(9)
        .containsOnly(
            "ApproximateAgeOfOldestMessage",
            "ApproximateNumberOfMessagesVisible",
            "ApproximateNumberOfMessagesNotVisible");
    assertThat(queues(waiting)).isEqualTo(queues(false));
    assertThat(expression(waiting))
        .startsWith("(FILL(age0, 0) >= 900) + (FILL(age1, 0) >= 3600)")
        .contains("((FILL(messages0, 0) + ")
        .endsWith("FILL(messages5, 0)) >= 10000)");
    assertThat(at(waiting, "Threshold")).isEqualTo(1);

    Object expiring = alarm("MessagesExpiring");
    assertThat(at(expiring, "MetricName")).isEqualTo("MessagesFailed");
    assertThat(at(expiring, "Statistic")).isEqualTo("Sum");
    assertThat(at(expiring, "Threshold")).isEqualTo(1);
    // A failing message is received more than twice an hour.
    assertThat(at(expiring, "Period")).isEqualTo(3600);
    assertThat(at(expiring, "DatapointsToAlarm")).isEqualTo(24);
  }

  /// One stuck lane is overdue until an operator repairs it.
  @Test
  void stuckLaneDoesNotHideThatWorkWaits() {
    for (String id : List.of("WorkWaiting", "AttemptsOverdue")) {
      assertThat(has(alarm(id), "AlarmActions")).as(id).isTrue();
    }
  }

  /// A message that has failed once is 21 minutes old when it is received again.
  @Test
  void oneFailedArrivalDoesNotRaiseTheAlarm() {
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

    assertThat(untilHeard).containsExactly("AttemptsOverdue", "DailyWorkMissing");
  }

  @Test
  void everyFunctionIsWatchedAtItsAlias() {
    Map.of("FunctionErrors", "Errors", "LimitsReached", "Throttles")
        .forEach(
            (id, metric) ->
                assertThat(
                        stats(alarm(id)).stream()
                            .map(stat -> at(stat, "MetricStat", "Metric"))
                            .filter(of -> at(of, "MetricName").equals(metric))
                            .map(of -> String.valueOf(at(of, "Dimensions"))))
                    .as(id)
                    .hasSize(5)
                    .doesNotHaveDuplicates()
                    .allMatch(of -> of.contains(":live")));
  }

  /// A canary that is called and fails is no sign of life.
  @Test
  void onlySuccessfulCallsAndAReconciliationADayKeepTheAlarmQuiet() {
    Object canaries = alarm("DailyWorkMissing");

    assertThat(expression(canaries))
        .startsWith(
            "(FILL(calls0, 0) - FILL(errors0, 0) < 1) + (FILL(calls1, 0) - FILL(errors1, 0) < 1)")
        .endsWith(" + (FILL(begun, 0) < 1)");
    assertThat(metrics(canaries))
        .hasSize(9)
        .containsOnly("Invocations", "Errors", "ReconciliationsBegun");
    assertThat(dimensions(canaries)).hasSize(8).allMatch(of -> of.contains(":live"));
    for (Object metric : stats(canaries)) {
      assertThat(at(metric, "MetricStat", "Period")).isEqualTo(86_400);
    }
    assertThat(at(canaries, "Threshold")).isEqualTo(1);
    assertThat(at(canaries, "EvaluationPeriods")).isEqualTo(2);
  }

  @Test
  void failedRehearsalsOfEveryFunctionAreCounted() {
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
  void limitsOfTheAccountRaiseAnAlarmBeforeTheyAreReached() {
    Object alarm = alarm("AccountNearLimits");
    List<String> used =
        List.of(
            "100 * claimed / SERVICE_QUOTA(concurrent)",
            "100 * requests / SERVICE_QUOTA(requests)");

    assertThat(expression(alarm))
        .isEqualTo(
            used.stream()
                .map(each -> "(FILL(" + each + ", 0) >= 80)")
                .collect(Collectors.joining(" + ")));
    assertThat(metrics(alarm))
        .containsExactlyInAnyOrder(
            "ClaimedAccountConcurrency", "ConcurrentExecutions", "CallCount");
    // SERVICE_QUOTA knows a rate of requests for a minute.
    assertThat(stats(alarm)).allMatch(stat -> at(stat, "MetricStat", "Period").equals(60));
    assertThat(at(alarm, "Threshold")).isEqualTo(1);
    assertThat(dashboard()).contains(used);
  }

  @Test
  void failedRehearsalOrStoppedChainRaisesAnAlarmAtOnce() {
    Object alarm = alarm("VersionFaulty");

    assertThat(metrics(alarm))
        .hasSize(6)
        .containsOnly("RecursiveInvocationsDropped", "RehearsalsFailed");
    assertThat(expression(alarm)).contains("FILL(stopped4, 0) + FILL(rehearsals, 0)");
    assertThat(at(alarm, "Threshold")).isEqualTo(1);
    assertThat(at(alarm, "EvaluationPeriods")).isEqualTo(1);
  }

  @Test
  void dashboardShowsWhatRaisesNoAlarm() {
    assertThat(dashboard()).contains("CdrWebhooks-test-SecondEvents");
  }

  @Test
  void everyRuleThatCannotHandOverItsEventsRaisesAnAlarm() {
    long ofNotices =
        EXAMPLE.idsOf("AWS::Events::Rule").stream().filter(id -> id.contains("NoticeMail")).count();
    assertThat(failedInvocations(EXAMPLE, "NoticesRefused")).isEqualTo(ofNotices);
    assertThat(failedInvocations(EXAMPLE, "EventsLost")).isEqualTo(1);
    assertThat(failedInvocations(other(), "EventsLost")).as("the existing bucket's").isEqualTo(2);
  }

  private static long failedInvocations(SynthesisedDeployment deployment, String id) {
    return metrics(alarm(deployment, id)).stream().filter("FailedInvocations"::equals).count();
  }

  /// The metrics of an index count its refusals, not those of its table.
  @Test
  void dashboardShowsThrottlingOfEveryTableAndEveryIndex() {
    String shown = dashboard();
    EXAMPLE
        .properties("AWS::DynamoDB::Table")
        .forEach(
            (id, table) -> {
              String name = "Ref" + id;
              assertThat(shown).contains(name);
              if (has(table, "GlobalSecondaryIndexes")) {
                ((List<?>) at(table, "GlobalSecondaryIndexes"))
                    .forEach(
                        index -> assertThat(shown).contains("\"" + at(index, "IndexName") + "\""));
              }
            });
    assertThat(shown.split("ReadThrottleEvents", -1)).hasSize(6 + 1);
    assertThat(shown.split("WriteThrottleEvents", -1)).hasSize(6 + 11 + 1);
  }

  /// CloudWatch refuses an alarm that adds up more.
  @Test
  void alarmAddsUpAtMostTenMetrics() {
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
    Object alarm = alarm("LimitsReached");

    assertThat(metrics(alarm)).contains("RequestsThrottled");
    assertThat(at(alarm, "Threshold")).isEqualTo(1);
    assertThat(at(alarm, "EvaluationPeriods")).isEqualTo(3);
    assertThat(at(alarm, "DatapointsToAlarm")).isEqualTo(3);
  }

  @Test
  void apiFailingForFewClientsRaisesAnAlarm() {
    Object alarm = alarm("FunctionErrors");

    assertThat(metrics(alarm)).contains("5xx");
    assertThat(at(alarm, "Threshold")).isEqualTo(1);
    assertThat(at(alarm, "DatapointsToAlarm")).isEqualTo(3);
    assertThat(at(alarm, "EvaluationPeriods")).isEqualTo(12);
    assertThat(at(alarm, "TreatMissingData")).isEqualTo("notBreaching");
  }

  private static Object alarm(String id) {
    return alarm(EXAMPLE, id);
  }

  private static Object alarm(SynthesisedDeployment deployment, String id) {
    return deployment.properties("AWS::CloudWatch::Alarm").entrySet().stream()
        .filter(alarm -> alarm.getKey().matches("WatchAlarms" + id + "[0-9A-F]{8}"))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElseThrow();
  }

  private static String dashboard() {
    return String.valueOf(EXAMPLE.only("AWS::CloudWatch::Dashboard"));
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
        .map(metric -> at(metric, "MetricStat", "Metric"))
        .filter(metric -> has(metric, "Dimensions"))
        .map(metric -> String.valueOf(at(metric, "Dimensions")))
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
}
