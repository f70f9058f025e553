package io.cdrwebhooks.infra;

import static io.cdrwebhooks.infra.SynthesisedTemplate.TEMPLATE;
import static io.cdrwebhooks.infra.SynthesisedTemplate.at;
import static io.cdrwebhooks.infra.SynthesisedTemplate.functions;
import static io.cdrwebhooks.infra.SynthesisedTemplate.idsOf;
import static io.cdrwebhooks.infra.SynthesisedTemplate.properties;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// What the clock starts, and where notices go.
class ScheduledWorkTest {
  private static final String HANDLER = "io.cdrwebhooks.dispatch.DueAttemptsHandler";

  @Test
  void sweepRunsEveryFiveMinutesAndReconciliationEveryHour() {
    Map<Object, Object> inputs =
        properties("AWS::Events::Rule").values().stream()
            .collect(
                Collectors.toMap(
                    rule -> at(rule, "ScheduleExpression"),
                    rule -> at(rule, "Targets", 0, "Input")));

    assertThat(inputs)
        .containsOnly(
            Map.entry("rate(5 minutes)", "{\"work\":\"sweep\"}"),
            Map.entry("rate(1 hour)", "{\"work\":\"reconcile\"}"));
  }

  @Test
  void bothInvokeTheAliasOfTheFunctionForDueAttempts() {
    for (Object rule : properties("AWS::Events::Rule").values()) {
      assertThat((List<?>) at(rule, "Targets")).hasSize(1);
      assertThat((String) at(rule, "Targets", 0, "Arn", "Ref")).startsWith("ScheduledWorkHandler");
      assertThat(idsOf("AWS::Lambda::Alias"))
          .contains((String) at(rule, "Targets", 0, "Arn", "Ref"));
      assertThat(at(rule, "State")).isEqualTo("ENABLED");
    }
  }

  @Test
  void runThatIsLateForTheNextOneIsDropped() {
    TEMPLATE.resourceCountIs("AWS::Lambda::EventInvokeConfig", 1);
    Object invocation = properties("AWS::Lambda::EventInvokeConfig").values().iterator().next();

    assertThat(at(invocation, "MaximumEventAgeInSeconds")).isEqualTo(300);
    assertThat(at(invocation, "MaximumRetryAttempts")).isEqualTo(1);
    assertThat(at(functions().get(HANDLER), "Timeout")).isEqualTo(60);
  }

  @Test
  void noticesGoToABusOfTheirOwn() {
    assertThat(idsOf("AWS::Events::EventBus")).hasSize(1);
    String bus = idsOf("AWS::Events::EventBus").iterator().next();

    assertThat(at(functions().get(HANDLER), "Environment", "Variables", "NOTICES_BUS_NAME", "Ref"))
        .isEqualTo(bus);
  }
}
