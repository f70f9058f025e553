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
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Tests the rules for all alarms, and the topics that they notify. [WatchTest] tests what raises
/// an alarm.
class AlarmRulesTest {
  private static final Map<String, Object> ALARMS = EXAMPLE.properties("AWS::CloudWatch::Alarm");

  /// They notify for several causes, which are alarms without a topic.
  private static final Map<String, Object> COMPOSED =
      EXAMPLE.properties("AWS::CloudWatch::CompositeAlarm");

  @Test
  void everyAlarmHasItsSectionInTheRunbookAndEverySectionItsAlarm() throws IOException {
    for (SynthesisedDeployment deployment : List.of(EXAMPLE, other())) {
      Set<String> named = sections(notifying(deployment));
      // AWS Budgets has no description for it.
      named.add("monthly-budget");
      assertThat(runbookSections("### ")).isEqualTo(named);

      Map<String, Object> causes = new TreeMap<>(deployment.properties("AWS::CloudWatch::Alarm"));
      causes.keySet().removeAll(notifying(deployment).keySet());
      assertThat(runbookSections("#### ")).as("of causes").isEqualTo(sections(causes));
    }
  }

  /// People would not read more mails than these at night. The dashboard shows everything that can
  /// wait.
  @Test
  void alarmsThatNotifyAreFew() {
    for (SynthesisedDeployment deployment : List.of(EXAMPLE, other())) {
      assertThat(notifying(deployment)).hasSizeLessThanOrEqualTo(14);
    }
  }

  @Test
  void silentAlarmFeedsANotifyingAlarm() {
    ALARMS.forEach(
        (id, alarm) ->
            assertThat(
                    COMPOSED.values().stream()
                        .map(composed -> String.valueOf(at(composed, "AlarmRule")))
                        .filter(rule -> rule.contains(id)))
                .as(id)
                .hasSize(has(alarm, "AlarmActions") ? 0 : 1));
    assertThat(COMPOSED.values())
        .allSatisfy(
            composed ->
                assertThat(String.valueOf(at(composed, "AlarmRule")))
                    .contains("ALARM(", " OR ")
                    .doesNotContain("AND", "NOT"));
  }

  @Test
  void everyAlarmNotifiesWhenItStartsAndEnds() {
    notifying(EXAMPLE)
        .forEach(
            (id, alarm) -> {
              boolean isOfAlarms = id.startsWith("WatchAlarmsAlarmsRefused");
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

  /// AWS suspends an address that gets too many mails: notices must not silence alarms.
  @Test
  void noticesMayHaveASeparateAddress() {
    Map<String, Object> addresses = new TreeMap<>();
    other()
        .properties("AWS::SNS::Subscription")
        .values()
        .forEach(each -> addresses.put((String) at(each, "TopicArn", "Ref"), at(each, "Endpoint")));

    assertThat(addresses.values()).containsExactly("operators@example.com", "notices@example.com");
    assertThat(addresses.keySet())
        .satisfiesExactly(
            topic -> assertThat(topic).startsWith("WatchTopicsAlarms"),
            topic -> assertThat(topic).startsWith("WatchTopicsNotices"));
  }

  /// A topic with an explicit policy accepts only from the services that the policy names.
  @Test
  void topicsAcceptOnlyTheirSenders() {
    assertThat(publishers("WatchTopicsAlarms"))
        .containsExactlyInAnyOrder("cloudwatch.amazonaws.com", "budgets.amazonaws.com");
    assertThat(publishers("WatchTopicsNotices")).containsExactly("cloudwatch.amazonaws.com");
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

  private static Map<String, Object> notifying(SynthesisedDeployment deployment) {
    Map<String, Object> alarms = new TreeMap<>(deployment.properties("AWS::CloudWatch::Alarm"));
    alarms.putAll(deployment.properties("AWS::CloudWatch::CompositeAlarm"));
    alarms.values().removeIf(alarm -> !has(alarm, "AlarmActions"));
    return alarms;
  }

  private static Set<String> sections(Map<String, Object> alarms) {
    return alarms.values().stream()
        .map(alarm -> (String) at(alarm, "AlarmDescription"))
        .map(
            description -> {
              assertThat(description).contains(" What to do: docs/runbook.md#");
              return description.substring(description.indexOf('#') + 1);
            })
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> runbookSections(String heading) throws IOException {
    try (Stream<String> lines = Files.lines(Path.of("..", "docs", "runbook.md"))) {
      return lines
          .filter(line -> line.startsWith(heading))
          .map(line -> line.substring(heading.length()).toLowerCase(Locale.ROOT).replace(' ', '-'))
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }
}
