package io.cdrwebhooks.infra.upgrade;

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
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// Tests that `make destroy` deletes the service stack, and keeps what docs/deployment.md ("Remove
/// it") and docs/upgrades.md ("Remove and deploy again") promise.
class DestroyedServiceTest {
  @Test
  void makeDestroyNamesTheServiceStackAlone() throws IOException {
    assertThat(Files.readString(Path.of("..", "Makefile")))
        .containsPattern("\\n\\t@\\$\\(cdk\\) destroy --exclusively 'CdrWebhooks-\\$\\(ENV\\)'\\n");
  }

  /// CloudFormation does not delete a stack that another one imports from.
  @Test
  void stateStackUsesNothingOfTheService() {
    for (SynthesisedDeployment deployment : List.of(EXAMPLE, other())) {
      assertThat(DeploymentTemplates.of(deployment).state().findValues("Fn::ImportValue"))
          .isEmpty();
    }
  }

  /// Configurations, tasks, deliveries, reports, waiting messages, keys and outgoing addresses.
  @Test
  void stateStackRetainsItsData() {
    assertThat(names(EXAMPLE.state(), DestroyedServiceTest::stays))
        .containsExactlyInAnyOrder(
            "RecordsWebhookConfigurations",
            "RecordsCdrTasks",
            "RecordsDeliveries",
            "RecordsDownloadLinks",
            "RecordsStatistics",
            "RecordsChanges",
            "RecordsKey",
            "SignatureEncryptionKey",
            "ReportArrivalsReports",
            "ReportArrivalsQueue",
            "ReportArrivalsDeadLetters",
            "ReportArrivalsNotificationsLog",
            "DueAttemptsQueue",
            "DueAttemptsDeadLetters",
            "BackgroundWorkQueue",
            "BackgroundWorkDeadLetters",
            "EgressAddressesZone1",
            "EgressAddressesZone2");
  }

  @Test
  void usersAreRetainedInTheStateStack() {
    assertThat(names(other().state(), DestroyedServiceTest::stays)).contains("UsersPool");
  }

  /// docs/personal-data.md: "Logs outlive `make destroy`"; docs/upgrades.md: "Old versions stay".
  /// Lambda deletes the versions of a function with it.
  @Test
  void onlyLogsAndFunctionVersionsAreRetainedInTheService() {
    for (SynthesisedDeployment deployment : List.of(EXAMPLE, other())) {
      for (Object resource : resources(deployment.service()).values()) {
        if (stays(resource)) {
          assertThat(at(resource, "Type")).isIn("AWS::Logs::LogGroup", "AWS::Lambda::Version");
        }
      }
    }
  }

  /// The console's files, which each deployment uploads.
  @Test
  void serviceHoldsNothingIrreplaceable() {
    for (SynthesisedDeployment deployment : List.of(EXAMPLE, other())) {
      assertThat(
              names(
                  deployment.service(),
                  resource -> UpdateRules.HOLDING_DATA.contains((String) at(resource, "Type"))))
          .containsExactly("ConsoleFiles");
    }
  }

  private static boolean stays(Object resource) {
    return has(resource, "DeletionPolicy") && !at(resource, "DeletionPolicy").equals("Delete");
  }

  /// The names of their constructs, without the hash of their paths.
  private static Set<String> names(Map<String, Object> template, Predicate<Object> wanted) {
    return resources(template).entrySet().stream()
        .filter(resource -> wanted.test(resource.getValue()))
        .map(resource -> ((String) resource.getKey()).replaceFirst("[0-9A-F]{8}$", ""))
        .collect(Collectors.toSet());
  }

  private static Map<?, ?> resources(Map<String, Object> template) {
    return (Map<?, ?>) at(template, "Resources");
  }
}
