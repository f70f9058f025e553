package io.cdrwebhooks.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cdrwebhooks.dispatch.exchange.ExchangeLimits;
import io.cdrwebhooks.dispatch.inputs.RuntimeInputs;
import io.cdrwebhooks.receiver.AddressBlock;
import io.cdrwebhooks.receiver.ReceiverRules;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DispatchEnvironmentTest {
  /// The variables of the deployment's template, and those that Lambda adds.
  static final Map<String, String> VARIABLES =
      Map.ofEntries(
          Map.entry("WEBHOOK_CONFIGURATIONS_TABLE", "configurations"),
          Map.entry("CDR_TASKS_TABLE", "tasks"),
          Map.entry("DELIVERIES_TABLE", "deliveries"),
          Map.entry("DOWNLOAD_LINKS_TABLE", "links"),
          Map.entry("STATISTICS_TABLE", "statistics"),
          Map.entry("CHANGES_TABLE", "changes"),
          Map.entry("DUE_ATTEMPTS_QUEUE_URL", "https://sqs.eu-central-1.amazonaws.com/1/due"),
          Map.entry("BACKGROUND_WORK_QUEUE_URL", "https://sqs.eu-central-1.amazonaws.com/1/work"),
          Map.entry(
              "BACKGROUND_WORK_DEAD_LETTERS_URL",
              "https://sqs.eu-central-1.amazonaws.com/1/work-dlq"),
          Map.entry(
              "DUE_ATTEMPTS_DEAD_LETTERS_URL", "https://sqs.eu-central-1.amazonaws.com/1/due-dlq"),
          Map.entry(
              "ARRIVALS_DEAD_LETTERS_URL", "https://sqs.eu-central-1.amazonaws.com/1/arrivals-dlq"),
          Map.entry("NOTICES_BUS_NAME", "notices"),
          Map.entry("REPORT_BUCKET", "cdr-reports"),
          Map.entry("CALLBACK_BASE_URL", "https://cdr.example.com"),
          Map.entry("SIGNATURE_KMS_KEY_ID", "key"),
          Map.entry("HTTP_RECEIVERS_ALLOWED", "false"),
          Map.entry("AWS_REGION", "eu-central-1"));

  @Test
  void functionStartsFromItsEnvironmentWithoutACall() {
    DispatchEnvironment environment = DispatchEnvironment.read(VARIABLES);

    assertThat(environment.receiverRules()).isEqualTo(ReceiverRules.PRODUCTION);
    assertThat(environment.dispatch(RuntimeInputs.standard("CdrWebhooks"))).isNotNull();
  }

  static Stream<String> required() {
    return VARIABLES.keySet().stream().filter(name -> !name.equals("HTTP_RECEIVERS_ALLOWED"));
  }

  @ParameterizedTest
  @MethodSource("required")
  void missingSettingIsNamed(String name) {
    Map<String, String> variables = new HashMap<>(VARIABLES);
    variables.remove(name);

    assertThatThrownBy(() -> DispatchEnvironment.read(variables)).hasMessageContaining(name);
  }

  @Test
  void loopbackReceiversAreNeverAllowedInADeployment() {
    Map<String, String> variables = new HashMap<>(VARIABLES);
    variables.put("HTTP_RECEIVERS_ALLOWED", "true");

    assertThat(DispatchEnvironment.read(variables).receiverRules())
        .isEqualTo(new ReceiverRules(true, false, List.of()));
  }

  @Test
  void bodiesOfSuccessfulAnswersAreKeptOnlyIfAskedFor() {
    Map<String, String> variables = new HashMap<>(VARIABLES);
    assertThat(DispatchEnvironment.read(variables).exchangeLimits())
        .isEqualTo(ExchangeLimits.STANDARD)
        .matches(limits -> !limits.successfulBodies());
    variables.put("KEEP_SUCCESSFUL_ANSWERS", "true");

    assertThat(DispatchEnvironment.read(variables).exchangeLimits())
        .isEqualTo(ExchangeLimits.STANDARD.withSuccessfulBodies(true));
  }

  @Test
  void metricsAreCountedUnderTheDeploymentsOwnNamespace() {
    Map<String, String> variables = new HashMap<>(VARIABLES);
    variables.put("METRICS_NAMESPACE", "CdrWebhooks/staging");

    assertThat(DispatchEnvironment.read(VARIABLES).metricsNamespace()).isEqualTo("CdrWebhooks");
    assertThat(DispatchEnvironment.read(variables).metricsNamespace())
        .isEqualTo("CdrWebhooks/staging");
  }

  @Test
  void blocksOfTheDeploymentsOwnNetworkAreRefused() {
    Map<String, String> variables = new HashMap<>(VARIABLES);
    variables.put("REFUSED_ADDRESS_BLOCKS", "203.0.113.0/24, 2001:db8::/32");

    assertThat(DispatchEnvironment.read(variables).receiverRules().refusedBlocks())
        .containsExactly(AddressBlock.of("203.0.113.0/24"), AddressBlock.of("2001:db8::/32"));
  }

  @Test
  void blockThatCannotBeReadIsNamed() {
    Map<String, String> variables = new HashMap<>(VARIABLES);
    variables.put("REFUSED_ADDRESS_BLOCKS", "203.0.113.0/24,our-network");

    assertThatThrownBy(() -> DispatchEnvironment.read(variables))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("REFUSED_ADDRESS_BLOCKS")
        .hasMessageContaining("our-network");
  }

  @Test
  void lambdaCanMakeTheHandlerItself() throws NoSuchMethodException {
    assertThat(DispatchHandler.class.getConstructor()).isNotNull();
  }
}
