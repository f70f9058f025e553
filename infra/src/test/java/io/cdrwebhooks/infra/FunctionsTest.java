package io.cdrwebhooks.infra;

import static io.cdrwebhooks.infra.SynthesisedTemplate.TEMPLATE;
import static io.cdrwebhooks.infra.SynthesisedTemplate.at;
import static io.cdrwebhooks.infra.SynthesisedTemplate.functions;
import static io.cdrwebhooks.infra.SynthesisedTemplate.idsOf;
import static io.cdrwebhooks.infra.SynthesisedTemplate.properties;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import software.amazon.awscdk.assertions.Match;

/// The functions' handlers, environments and how they are called.
class FunctionsTest {
  private static final String DISPATCH = "io.cdrwebhooks.dispatch.DispatchHandler";
  private static final String DUE_ATTEMPTS = "io.cdrwebhooks.dispatch.DueAttemptsHandler";
  private static final String DOWNLOAD_LINK = "io.cdrwebhooks.downloadlink.DownloadLinkHandler";
  private static final String CONFIG_API = "io.cdrwebhooks.configapi.ConfigApiHandler";

  @Test
  void thereIsOneFunctionForEachHandler() {
    assertThat(functions()).containsOnlyKeys(DISPATCH, DUE_ATTEMPTS, DOWNLOAD_LINK, CONFIG_API);
  }

  @Test
  void eachFunctionIsToldWhatItNeedsAndNoMore() {
    assertThat(settingNames(DISPATCH))
        .containsExactlyInAnyOrder(
            "WEBHOOK_CONFIGURATIONS_TABLE",
            "CDR_TASKS_TABLE",
            "DELIVERIES_TABLE",
            "DOWNLOAD_LINKS_TABLE",
            "STATISTICS_TABLE",
            "DUE_ATTEMPTS_QUEUE_URL",
            "NOTICES_BUS_NAME",
            "REPORT_BUCKET",
            "CALLBACK_BASE_URL",
            "SIGNATURE_KMS_KEY_ID",
            "HTTP_RECEIVERS_ALLOWED",
            "REFUSED_ADDRESS_BLOCKS");
    assertThat(at(settingsOf(DISPATCH), "REFUSED_ADDRESS_BLOCKS"))
        .isEqualTo("203.0.113.0/24,2001:db8::/32");
    assertThat(settingsOf(DUE_ATTEMPTS)).isEqualTo(settingsOf(DISPATCH));
    assertThat(settingNames(DOWNLOAD_LINK))
        .containsExactlyInAnyOrder("DOWNLOAD_LINKS_TABLE", "DELIVERIES_TABLE", "STATISTICS_TABLE");
    assertThat(settingNames(CONFIG_API))
        .containsExactlyInAnyOrder(
            "WEBHOOK_CONFIGURATIONS_TABLE",
            "CDR_TASKS_TABLE",
            "DELIVERIES_TABLE",
            "DOWNLOAD_LINKS_TABLE",
            "STATISTICS_TABLE",
            "DUE_ATTEMPTS_QUEUE_URL",
            "REPORT_BUCKET",
            "CALLBACK_BASE_URL",
            "SIGNATURE_KMS_KEY_ID",
            "HTTP_RECEIVERS_ALLOWED",
            "REFUSED_ADDRESS_BLOCKS",
            "EGRESS_IPS",
            "READ_SCOPE",
            "WRITE_SCOPE");
    assertThat(at(settingsOf(CONFIG_API), "EGRESS_IPS")).isEqualTo("198.51.100.1,198.51.100.2");
    assertThat(at(settingsOf(CONFIG_API), "READ_SCOPE")).isEqualTo("cdr/see");
    assertThat(at(settingsOf(CONFIG_API), "WRITE_SCOPE")).isEqualTo("cdr/do");
    assertThat(at(settingsOf(CONFIG_API), "HTTP_RECEIVERS_ALLOWED")).isEqualTo("false");
  }

  @Test
  void callbackBaseUrlIsTheApisAddressWithoutASlashAtItsEnd() {
    String api = idsOf("AWS::ApiGatewayV2::Api").iterator().next();

    for (String function : List.of(DISPATCH, CONFIG_API)) {
      assertThat(at(settingsOf(function), "CALLBACK_BASE_URL", "Fn::GetAtt"))
          .isEqualTo(List.of(api, "ApiEndpoint"));
    }
  }

  @Test
  void bothFunctionsOfThePackageAreTheSameCode() {
    assertThat(at(functions().get(DUE_ATTEMPTS), "Code"))
        .isEqualTo(at(functions().get(DISPATCH), "Code"));
  }

  @Test
  void functionsRunOnArmFromASnapshot() {
    for (Object function : functions().values()) {
      assertThat(at(function, "Architectures", 0)).isEqualTo("arm64");
      assertThat(at(function, "SnapStart", "ApplyOn")).isEqualTo("PublishedVersions");
    }
  }

  @Test
  void noFunctionHasItsConcurrencyReserved() {
    TEMPLATE.allResourcesProperties(
        "AWS::Lambda::Function",
        Match.objectLike(Map.of("ReservedConcurrentExecutions", Match.absent())));
  }

  @Test
  void everyCallerGoesThroughAnAlias() {
    Set<String> aliases = idsOf("AWS::Lambda::Alias");
    assertThat(aliases).hasSize(4);
    for (Object integration : properties("AWS::ApiGatewayV2::Integration").values()) {
      assertThat(aliases).contains((String) at(integration, "IntegrationUri", "Ref"));
    }
    for (Object permission : properties("AWS::Lambda::Permission").values()) {
      assertThat(aliases).contains((String) at(permission, "FunctionName", "Ref"));
    }
    for (Object mapping : properties("AWS::Lambda::EventSourceMapping").values()) {
      assertThat(at(mapping, "FunctionName", "Fn::Join", 1, 1)).isEqualTo(":live");
    }
    TEMPLATE.allResourcesProperties("AWS::Lambda::Alias", Match.objectLike(Map.of("Name", "live")));
  }

  @Test
  void logsAreKeptThirtyDays() {
    TEMPLATE.resourceCountIs("AWS::Logs::LogGroup", 5);
    TEMPLATE.allResourcesProperties(
        "AWS::Logs::LogGroup", Match.objectLike(Map.of("RetentionInDays", 30)));
    functions().values().forEach(function -> at(function, "LoggingConfig", "LogGroup", "Ref"));
  }

  private static Set<String> settingNames(String handler) {
    return settingsOf(handler).keySet().stream().map(String::valueOf).collect(Collectors.toSet());
  }

  private static Map<?, ?> settingsOf(String handler) {
    return (Map<?, ?>) at(functions().get(handler), "Environment", "Variables");
  }
}
