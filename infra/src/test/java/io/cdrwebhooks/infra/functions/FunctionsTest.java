package io.cdrwebhooks.infra.functions;

import static io.cdrwebhooks.infra.SynthesisedDeployment.EXAMPLE;
import static io.cdrwebhooks.infra.SynthesisedDeployment.at;
import static io.cdrwebhooks.infra.SynthesisedDeployment.has;
import static io.cdrwebhooks.infra.SynthesisedDeployment.other;
import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.aws.CallLimits;
import io.cdrwebhooks.infra.SynthesisedDeployment;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// Tests the functions' handlers and environments, and how they are called.
class FunctionsTest {
  private static final String DISPATCH = "io.cdrwebhooks.dispatch.DispatchHandler";
  private static final String SCHEDULE = "io.cdrwebhooks.dispatch.ScheduleHandler";
  private static final String DOWNLOAD_LINK = "io.cdrwebhooks.downloadlink.DownloadLinkHandler";
  private static final String RECEIVER_REQUEST =
      "io.cdrwebhooks.receiverrequest.ReceiverRequestHandler";
  private static final String CONFIG_API = "io.cdrwebhooks.configapi.ConfigApiHandler";

  @Test
  void thereIsOneFunctionForEachHandler() {
    assertThat(EXAMPLE.functions())
        .containsOnlyKeys(DISPATCH, SCHEDULE, DOWNLOAD_LINK, RECEIVER_REQUEST, CONFIG_API);
  }

  @Test
  void eachFunctionGetsExactlyItsSettings() {
    assertThat(settingNames(DISPATCH))
        .containsExactlyInAnyOrder(
            "WEBHOOK_CONFIGURATIONS_TABLE",
            "CDR_TASKS_TABLE",
            "DELIVERIES_TABLE",
            "DOWNLOAD_LINKS_TABLE",
            "STATISTICS_TABLE",
            "CHANGES_TABLE",
            "DUE_ATTEMPTS_QUEUE_URL",
            "BACKGROUND_WORK_QUEUE_URL",
            "DUE_ATTEMPTS_DEAD_LETTERS_URL",
            "BACKGROUND_WORK_DEAD_LETTERS_URL",
            "ARRIVALS_DEAD_LETTERS_URL",
            "NOTICES_BUS_NAME",
            "REPORT_BUCKET",
            "CALLBACK_BASE_URL",
            "SIGNATURE_KMS_KEY_ID",
            "METRICS_NAMESPACE",
            "EGRESS_CANARY_URL",
            "HTTP_RECEIVERS_ALLOWED",
            "REFUSED_ADDRESS_BLOCKS");
    assertThat(settingsOf(SCHEDULE)).isEqualTo(settingsOf(DISPATCH));
    assertThat(settingNames(DOWNLOAD_LINK))
        .containsExactlyInAnyOrder("DOWNLOAD_LINKS_TABLE", "DELIVERIES_TABLE", "STATISTICS_TABLE");
    assertThat(settingNames(RECEIVER_REQUEST))
        .containsExactlyInAnyOrder(
            "WEBHOOK_CONFIGURATIONS_TABLE",
            "CDR_TASKS_TABLE",
            "DELIVERIES_TABLE",
            "DOWNLOAD_LINKS_TABLE",
            "SIGNATURE_KMS_KEY_ID",
            "METRICS_NAMESPACE",
            "CALLBACK_BASE_URL");
    assertThat(settingNames(CONFIG_API))
        .containsExactlyInAnyOrder(
            "WEBHOOK_CONFIGURATIONS_TABLE",
            "CDR_TASKS_TABLE",
            "DELIVERIES_TABLE",
            "DOWNLOAD_LINKS_TABLE",
            "STATISTICS_TABLE",
            "CHANGES_TABLE",
            "DUE_ATTEMPTS_QUEUE_URL",
            "BACKGROUND_WORK_QUEUE_URL",
            "REPORT_BUCKET",
            "SIGNATURE_KMS_KEY_ID",
            "CALLBACK_BASE_URL",
            "NOTICES_BUS_NAME",
            "EGRESS_IPS",
            "READ_SCOPE",
            "WRITE_SCOPE",
            "DISTRIBUTION_SECRET",
            "HTTP_RECEIVERS_ALLOWED",
            "REFUSED_ADDRESS_BLOCKS");
    assertThat(at(settingsOf(CONFIG_API), "HTTP_RECEIVERS_ALLOWED")).isEqualTo("false");
    assertThat(at(settingsOf(CONFIG_API), "READ_SCOPE")).isEqualTo("reports:read");
    assertThat(at(settingsOf(CONFIG_API), "WRITE_SCOPE")).isEqualTo("reports:write");
  }

  @Test
  void dispatchKeepsSuccessfulAnswersIfTheSettingsAskForIt() {
    assertThat(
            at(
                other().functions().get(DISPATCH),
                "Environment",
                "Variables",
                "KEEP_SUCCESSFUL_ANSWERS"))
        .isEqualTo("true");
  }

  @Test
  void apiKnowsThatADistributionHidesCallers() {
    assertThat(
            at(
                other().functions().get(CONFIG_API),
                "Environment",
                "Variables",
                "LINKS_HIDE_CALLERS"))
        .isEqualTo("true");
  }

  @Test
  void dispatchAndApiKnowTheHostsThatMayReceiveWebhooks() {
    for (String handler : List.of(DISPATCH, CONFIG_API)) {
      assertThat(
              at(
                  other().functions().get(handler),
                  "Environment",
                  "Variables",
                  "ALLOWED_RECEIVER_HOSTS"))
          .isEqualTo("cdr.example.com,*.example.org");
    }
  }

  @Test
  void metricsOfTwoEnvironmentsInOneAccountDoNotMix() {
    assertThat(at(settingsOf(DISPATCH), "METRICS_NAMESPACE")).isEqualTo("CdrWebhooks/test");
    assertThat(at(settingsOf(RECEIVER_REQUEST), "METRICS_NAMESPACE")).isEqualTo("CdrWebhooks/test");
    assertThat(at(other().functions().get(DISPATCH), "Environment", "Variables"))
        .asString()
        .contains("CdrWebhooks/other");
  }

  @Test
  void callbackBaseUrlIsTheApisAddressWithoutASlash() {
    String api = EXAMPLE.idsOf("AWS::ApiGatewayV2::Api").iterator().next();

    for (String function : List.of(DISPATCH, RECEIVER_REQUEST, CONFIG_API)) {
      assertThat(at(settingsOf(function), "CALLBACK_BASE_URL", "Fn::GetAtt"))
          .isEqualTo(List.of(api, "ApiEndpoint"));
    }
    assertThat(
            at(other().functions().get(DISPATCH), "Environment", "Variables", "CALLBACK_BASE_URL"))
        .as("the distribution in front of the links")
        .isEqualTo("https://links.example.com");
  }

  @Test
  void bothFunctionsOfThePackageAreTheSameCode() {
    assertThat(at(EXAMPLE.functions().get(SCHEDULE), "Code"))
        .isEqualTo(at(EXAMPLE.functions().get(DISPATCH), "Code"));
  }

  @Test
  void functionsRunOnArmFromASnapshot() {
    for (Object function : EXAMPLE.functions().values()) {
      assertThat(at(function, "Architectures", 0)).isEqualTo("arm64");
      assertThat(at(function, "SnapStart", "ApplyOn")).isEqualTo("PublishedVersions");
      assertThat(at(function, "Environment", "Variables", "JAVA_TOOL_OPTIONS"))
          .isEqualTo("-XX:+DisableExplicitGC");
    }
  }

  /// Detection is on unless a template allows the loop.
  @Test
  void recursionDetectionIsOnForAllFunctions() {
    for (Object function : EXAMPLE.functions().values()) {
      assertThat(has(function, "RecursiveLoop")).isFalse();
    }
  }

  /// So strangers at the public functions take none from dispatch.
  @Test
  void concurrencyIsReservedOnlyIfAsked() {
    EXAMPLE
        .functions()
        .forEach(
            (handler, function) ->
                assertThat(has(function, "ReservedConcurrentExecutions")).as(handler).isFalse());
    assertThat(reserved(DISPATCH)).isEqualTo(50);
    assertThat(reserved("io.cdrwebhooks.downloadlink.DownloadLinkHandler")).isEqualTo(60);
    assertThat(reserved(CONFIG_API)).isEqualTo(20);
    assertThat(reserved(RECEIVER_REQUEST)).isEqualTo(15);
    assertThat(has(other().functions().get(SCHEDULE), "ReservedConcurrentExecutions")).isFalse();
  }

  /// Otherwise Lambda ends the function before it can answer and log that AWS was slow.
  @Test
  void timeoutsAreLongerThanACallToAws() {
    EXAMPLE
        .functions()
        .forEach(
            (handler, function) ->
                assertThat((Integer) at(function, "Timeout"))
                    .as(handler)
                    .isGreaterThan(
                        (int)
                            (handler.equals(RECEIVER_REQUEST) ? CallLimits.SHORT : CallLimits.USUAL)
                                .call()
                                .toSeconds()));
  }

  /// Strangers may send a hundred requests a second, which must not hang for long.
  @Test
  void receiverRequestsEndSoon() {
    assertThat(at(EXAMPLE.functions().get(RECEIVER_REQUEST), "Timeout")).isEqualTo(5);
  }

  private static Object reserved(String handler) {
    return at(other().functions().get(handler), "ReservedConcurrentExecutions");
  }

  @Test
  void tracingIsOffUnlessAskedFor() {
    for (Object function : EXAMPLE.functions().values()) {
      assertThat(has(function, "TracingConfig")).isFalse();
    }
    for (Object function : other().functions().values()) {
      assertThat(at(function, "TracingConfig", "Mode")).isEqualTo("Active");
    }
  }

  /// A call past the alias would start without the snapshot.
  @Test
  void everyIntegrationGoesThroughAnAlias() {
    Set<String> aliases = EXAMPLE.idsOf("AWS::Lambda::Alias");
    assertThat(aliases).hasSize(5);
    for (Object alias : EXAMPLE.properties("AWS::Lambda::Alias").values()) {
      assertThat(at(alias, "Name")).isEqualTo("live");
    }
    for (Object integration : EXAMPLE.properties("AWS::ApiGatewayV2::Integration").values()) {
      assertThat(aliases).contains((String) at(integration, "IntegrationUri", "Ref"));
    }
    for (Object permission : EXAMPLE.properties("AWS::Lambda::Permission").values()) {
      assertThat(aliases).contains((String) at(permission, "FunctionName", "Ref"));
    }
    for (Object mapping : EXAMPLE.properties("AWS::Lambda::EventSourceMapping").values()) {
      assertThat(at(mapping, "FunctionName", "Fn::Join", 1, 1)).isEqualTo(":live");
    }
    for (Object rule : EXAMPLE.properties("AWS::Events::Rule").values()) {
      if (has(rule, "ScheduleExpression")) {
        assertThat(aliases).contains((String) at(rule, "Targets", 0, "Arn", "Ref"));
      }
    }
  }

  @Test
  void versionsStaySoThatTheAliasCanBePointedBack() {
    for (Object version : EXAMPLE.resources("AWS::Lambda::Version").values()) {
      assertThat(at(version, "UpdateReplacePolicy")).isEqualTo("Retain");
      assertThat(at(version, "DeletionPolicy"))
          .as("one of a failed deployment would block the next one")
          .isEqualTo("RetainExceptOnCreate");
    }
  }

  @Test
  void everyFunctionHasALogThatIsKeptForItsDays() {
    for (Object log : EXAMPLE.properties("AWS::Logs::LogGroup").values()) {
      assertThat(at(log, "RetentionInDays")).isEqualTo(30);
    }
    for (Object log : other().properties("AWS::Logs::LogGroup").values()) {
      assertThat(at(log, "RetentionInDays")).isEqualTo(90);
    }
    for (SynthesisedDeployment deployment : List.of(EXAMPLE, other())) {
      deployment
          .properties("AWS::Lambda::Function")
          .forEach(
              (id, function) ->
                  assertThat(deployment.idsOf("AWS::Logs::LogGroup"))
                      .as(id)
                      .contains((String) at(function, "LoggingConfig", "LogGroup", "Ref")));
    }
  }

  @Test
  void lambdaLogsJsonAsWell() {
    for (Object function : EXAMPLE.functions().values()) {
      assertThat(at(function, "LoggingConfig", "LogFormat")).isEqualTo("JSON");
    }
  }

  /// Two lines for each call cost as much as all lines of dispatch.
  @Test
  void lambdaLogsOnlyFailedCallsUnlessTheDeploymentWantsMore() {
    assertThat(EXAMPLE.functions().values())
        .extracting(function -> at(function, "LoggingConfig", "SystemLogLevel"))
        .containsOnly("WARN");
    assertThat(other().functions().values())
        .extracting(function -> at(function, "LoggingConfig", "SystemLogLevel"))
        .containsOnly("INFO");
  }

  /// The settings that the function reads.
  private static Set<String> settingNames(String handler) {
    return settingsOf(handler).keySet().stream()
        .map(String::valueOf)
        .filter(name -> !name.equals("JAVA_TOOL_OPTIONS"))
        .collect(Collectors.toSet());
  }

  private static Map<?, ?> settingsOf(String handler) {
    return (Map<?, ?>) at(EXAMPLE.functions().get(handler), "Environment", "Variables");
  }
}
