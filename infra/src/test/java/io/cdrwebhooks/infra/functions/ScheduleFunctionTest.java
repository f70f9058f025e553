package io.cdrwebhooks.infra.functions;

import static io.cdrwebhooks.infra.SynthesisedDeployment.EXAMPLE;
import static io.cdrwebhooks.infra.SynthesisedDeployment.at;
import static io.cdrwebhooks.infra.SynthesisedDeployment.has;
import static io.cdrwebhooks.infra.SynthesisedDeployment.text;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// Tests the scheduled work, and where notices go.
class ScheduleFunctionTest {
  private static final String HANDLER = "io.cdrwebhooks.dispatch.ScheduleHandler";

  @Test
  void eachWorkHasItsSchedule() {
    Map<Object, String> inputs =
        schedules().entrySet().stream()
            .filter(rule -> !rule.getKey().contains("Canary"))
            .map(Map.Entry::getValue)
            .collect(
                Collectors.toMap(
                    rule -> at(rule, "ScheduleExpression"),
                    rule -> text(at(rule, "Targets", 0, "Input"))));

    assertThat(inputs.keySet())
        .containsExactlyInAnyOrder("rate(1 minute)", "rate(15 minutes)", "rate(1 hour)");
    assertThat(inputs)
        .containsEntry("rate(1 minute)", "{\"work\":\"sweep\"}")
        .containsEntry("rate(15 minutes)", "{\"work\":\"reconcile\"}");
    assertThat(inputs.get("rate(1 hour)"))
        .matches(
            "\\{\"alarms\":\"\\{WatchTopicsAlarms\\w+}\",\"notices\":\"\\{WatchTopicsNotices\\w+}\","
                + "\"work\":\"check-mail\"}");
    for (Object rule : schedules().values()) {
      assertThat((List<?>) at(rule, "Targets")).hasSize(1);
      assertThat(at(rule, "State")).isEqualTo("ENABLED");
    }
  }

  @Test
  void eachInvokesTheAliasOfTheFunction() {
    schedules()
        .forEach(
            (id, rule) -> {
              if (!id.contains("Canary")) {
                assertThat((String) at(rule, "Targets", 0, "Arn", "Ref"))
                    .startsWith("ScheduledWorkHandler");
              }
            });
  }

  /// AWS deactivates the snapshot of a version that was not called for 14 days.
  @Test
  void canaryCallsEveryAliasOnceADay() {
    Set<Object> called =
        schedules().values().stream()
            .filter(rule -> at(rule, "ScheduleExpression").equals("rate(1 day)"))
            .map(rule -> at(rule, "Targets", 0, "Arn", "Ref"))
            .collect(Collectors.toSet());

    assertThat(called).isEqualTo(EXAMPLE.idsOf("AWS::Lambda::Alias"));
  }

  /// The functions' tests answer the same events.
  @Test
  void canariesAreTheEventsThatTheFunctionsAnswerHarmlessly() throws IOException {
    Map<String, String> functions =
        Map.of(
            "DispatchHandler", "dispatch",
            "ScheduledWorkHandler", "scheduled-work",
            "DownloadLinksHandler", "download-links",
            "ReceiverRequestsHandler", "receiver-requests",
            "ConfigurationApiHandler", "configuration-api");
    for (Map.Entry<String, String> function : functions.entrySet()) {
      Object rule =
          schedules().entrySet().stream()
              .filter(each -> each.getKey().startsWith(function.getKey() + "Canary"))
              .map(Map.Entry::getValue)
              .findAny()
              .orElseThrow();
      Path event = Path.of("..", "build-support", "canaries", function.getValue() + ".json");

      assertThat(at(rule, "Targets", 0, "Input")).isEqualTo(Files.readString(event));
    }
  }

  @Test
  void failedOrLateRunIsNotRetried() {
    Object invocation = EXAMPLE.only("AWS::Lambda::EventInvokeConfig");

    assertThat(at(invocation, "MaximumEventAgeInSeconds")).isEqualTo(60);
    assertThat(at(invocation, "MaximumRetryAttempts")).isEqualTo(0);
    assertThat(at(EXAMPLE.functions().get(HANDLER), "Timeout")).isEqualTo(60);
  }

  @Test
  void noticesHaveASeparateBus() {
    assertThat(EXAMPLE.idsOf("AWS::Events::EventBus")).hasSize(1);
    String bus = EXAMPLE.idsOf("AWS::Events::EventBus").iterator().next();

    assertThat(
            at(
                EXAMPLE.functions().get(HANDLER),
                "Environment",
                "Variables",
                "NOTICES_BUS_NAME",
                "Ref"))
        .isEqualTo(bus);
  }

  private static Map<String, Object> schedules() {
    return EXAMPLE.properties("AWS::Events::Rule").entrySet().stream()
        .filter(rule -> has(rule.getValue(), "ScheduleExpression"))
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }
}
