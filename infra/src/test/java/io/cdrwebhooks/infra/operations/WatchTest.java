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
          assertThat(at(alarm, "Namespace")).isEqualTo("AWS/SNS");
          assertThat(at(alarm, "MetricName")).isEqualTo("NumberOfNotificationsFailed");
          assertThat(at(alarm, "Statistic")).isEqualTo("Sum");
          assertThat(at(alarm, "Threshold")).isEqualTo(1);
          assertThat(String.valueOf(at(alarm, "Dimensions")))
              .as(id)
              .contains(
                  "TopicName", id.contains("AlarmsAlarms") ? "TopicsAlarms" : "TopicsNotices");
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
    Set<String> watched =
        ALARMS.values().stream()
            .filter(alarm -> has(alarm, "MetricName"))
            .filter(alarm -> at(alarm, "MetricName").equals("ApproximateNumberOfMessagesVisible"))
            .map(
                alarm -> {
                  assertThat(at(alarm, "Threshold")).isEqualTo(1);
                  assertThat(at(alarm, "EvaluationPeriods")).isEqualTo(1);
                  assertThat(at(alarm, "ComparisonOperator"))
                      .isEqualTo("GreaterThanOrEqualToThreshold");
                  return String.valueOf(at(alarm, "Dimensions", 0, "Value"));
                })
            .collect(Collectors.toSet());

    List<String> deadLetterQueues =
        EXAMPLE.idsOf("AWS::SQS::Queue").stream().filter(id -> id.contains("DeadLetters")).toList();
    assertThat(deadLetterQueues).hasSize(3);
    assertThat(watched).hasSameSizeAs(deadLetterQueues);
    for (String queue : deadLetterQueues) {
      assertThat(watched).anyMatch(dimension -> dimension.contains(queue));
    }
  }

  /// SQS leaves a message that was received three times out of the age of its oldest one, so two
  /// alarms together see each message that grows old.
  @Test
  void oldMessageRaisesAnAlarmReceivedOrNot() {
    Map<String, Object> waiting = alarmsNamed("Waiting");
    assertThat(waiting).as("one for each queue of work").hasSize(3);
    waiting
        .values()
        .forEach(
            alarm -> {
              assertThat(at(alarm, "MetricName")).isEqualTo("ApproximateAgeOfOldestMessage");
              assertThat((Integer) at(alarm, "Threshold")).isLessThanOrEqualTo(60 * 60);
            });
    assertThat(alarmsNamed("MessagesExpiring").values())
        .singleElement()
        .satisfies(
            alarm -> {
              assertThat(at(alarm, "MetricName")).isEqualTo("MessagesFailed");
              assertThat(at(alarm, "Statistic")).isEqualTo("Sum");
              assertThat(at(alarm, "Threshold")).isEqualTo(1);
              // A failing message is received more than twice an hour.
              assertThat(at(alarm, "Period")).isEqualTo(3600);
              assertThat(at(alarm, "DatapointsToAlarm")).isEqualTo(24);
            });
  }

  /// A message that has failed once is 21 minutes old when it is received again.
  @Test
  void oneFailedArrivalRaisesNoAlarm() {
    Object alarm = alarmsNamed("ArrivalsWaiting").values().iterator().next();
    int rings =
        (Integer) at(alarm, "Threshold")
            + ((Integer) at(alarm, "EvaluationPeriods") - 2) * (Integer) at(alarm, "Period");
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
        .containsExactly(
            "AttemptsOverdue",
            "ConfigurationApiCanaryMissing",
            "DispatchCanaryMissing",
            "DownloadLinksCanaryMissing",
            "ReconciliationMissing",
            "ScheduledWorkCanaryMissing");
  }

  @Test
  void everyFunctionIsWatchedAtItsAlias() {
    for (String kind : List.of("Errors", "Throttles")) {
      Set<String> functions =
          ALARMS.values().stream()
              .filter(alarm -> has(alarm, "Namespace"))
              .filter(alarm -> at(alarm, "Namespace").equals("AWS/Lambda"))
              .filter(alarm -> at(alarm, "MetricName").equals(kind))
              .map(alarm -> String.valueOf(at(alarm, "Dimensions")))
              .collect(Collectors.toSet());
      assertThat(functions).hasSize(4).allMatch(dimensions -> dimensions.contains(":live"));
    }
  }

  @Test
  void oneStoppedChainRaisesAnAlarm() {
    Map<String, Object> stopped = alarmsNamed("RecursionStopped");

    assertThat(stopped).hasSize(4);
    for (Object alarm : stopped.values()) {
      assertThat(at(alarm, "Namespace")).isEqualTo("AWS/Lambda");
      assertThat(at(alarm, "MetricName")).isEqualTo("RecursiveInvocationsDropped");
      assertThat((List<?>) at(alarm, "Dimensions")).hasSize(1);
      assertThat(at(alarm, "Threshold")).isEqualTo(1);
      assertThat(at(alarm, "EvaluationPeriods")).isEqualTo(1);
    }
  }

  /// A canary that is called and fails is no sign of life.
  @Test
  void onlySuccessfulCallsKeepTheCanaryQuiet() {
    Map<String, Object> canaries = alarmsNamed("CanaryMissing");

    assertThat(canaries).hasSize(4);
    canaries.forEach(
        (id, alarm) -> {
          assertThat(at(alarm, "Metrics", 0, "Expression"))
              .as(id)
              .isEqualTo("FILL(calls, 0) - FILL(errors, 0)");
          for (int i : List.of(1, 2)) {
            assertThat(at(alarm, "Metrics", i, "MetricStat", "Period")).isEqualTo(86_400);
            assertThat(String.valueOf(at(alarm, "Metrics", i, "MetricStat", "Metric")))
                .as(id)
                .contains(":live");
          }
          assertThat(at(alarm, "ComparisonOperator")).isEqualTo("LessThanThreshold");
          assertThat(at(alarm, "Threshold")).isEqualTo(1);
        });
  }

  /// The metrics of an index count its refusals, not those of its table.
  @Test
  void everyTableAndEveryIndexIsWatchedForThrottling() {
    Set<String> watched = new TreeSet<>();
    for (Object alarm : alarmsNamed("Throttled").values()) {
      if (has(alarm, "Metrics")) {
        for (Object metric : (List<?>) at(alarm, "Metrics")) {
          if (has(metric, "MetricStat")) {
            watched.add(
                at(metric, "MetricStat", "Metric", "MetricName")
                    + " "
                    + String.valueOf(at(metric, "MetricStat", "Metric", "Dimensions"))
                        .replaceAll(".*GlobalSecondaryIndexName, Value=([a-z-]+).*", "$1")
                        .replaceAll(".*(Records[A-Za-z]+?)[0-9A-F]{8}.*", "$1"));
          }
        }
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
  void apiFailingForFewClientsRaisesAnAlarm() {
    Object alarm = alarmsNamed("ApiFailingNowAndThen").values().iterator().next();

    assertThat(at(alarm, "MetricName")).isEqualTo("5xx");
    assertThat(at(alarm, "Threshold")).isEqualTo(1);
    assertThat(at(alarm, "DatapointsToAlarm")).isEqualTo(3);
    assertThat(at(alarm, "EvaluationPeriods")).isEqualTo(12);
    assertThat(at(alarm, "TreatMissingData")).isEqualTo("notBreaching");
  }

  /// The job of a day begins on that day, however often it is requested.
  @Test
  void twoDaysWithoutReconciliationRaiseAnAlarm() {
    Object alarm = alarmsNamed("ReconciliationMissing").values().iterator().next();

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
