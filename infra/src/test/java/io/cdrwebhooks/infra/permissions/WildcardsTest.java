package io.cdrwebhooks.infra.permissions;

import static io.cdrwebhooks.infra.SynthesisedDeployment.EXAMPLE;
import static io.cdrwebhooks.infra.SynthesisedDeployment.at;
import static io.cdrwebhooks.infra.SynthesisedDeployment.has;
import static io.cdrwebhooks.infra.SynthesisedDeployment.other;
import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.infra.SynthesisedDeployment;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// Tests that every `*` in an allowing statement has a reason.
class WildcardsTest {
  /// The reason for each wildcard, by role and action.
  private static final Map<String, String> REASONED =
      Map.ofEntries(
          Map.entry(
              "RecordsKey kms:* on *",
              "a key's policy: only it lets the account administer the key; * means this key"),
          Map.entry("SignatureEncryptionKey kms:* on *", "the same"),
          Map.entry(
              "DispatchHandlerRoleDefaultPolicy ec2 on *",
              "network interfaces that Lambda makes for the function have no names beforehand"),
          Map.entry(
              "HandlerRoleDefaultPolicy xray on *", "X-Ray knows no resources; only with tracing"),
          Map.entry("HandlerRoleDefaultPolicy dynamodb on /index/*", "the indexes of one table"),
          Map.entry("HandlerRoleDefaultPolicy s3 on /reports/*", "the objects under one prefix"),
          Map.entry("HandlerRoleDefaultPolicy s3 on /samples/*", "the objects under one prefix"),
          Map.entry(
              "AccessTrailRecordsPolicy s3 on /*",
              "CloudTrail chooses the names of its files, under this account's folder"),
          Map.entry(
              "ConsoleFilesPolicy s3 on /*", "the console's own files, for its own distribution"),
          Map.entry(
              "ConsolePagesRoleDefaultPolicy s3* on /*",
              "the CDK's function that unpacks the console: reads the deployment's assets, writes"
                  + " the console's own bucket"));

  @Test
  void everyWildcardHasAReasonAndEveryReasonItsWildcard() {
    assertThat(wildcards()).isEqualTo(REASONED.keySet());
  }

  @Test
  void noPrincipalOutsideTheAccountIsAllowed() {
    for (Statement statement : allowing()) {
      assertThat(String.valueOf(statement.principal()))
          .as(statement.policy())
          .isNotEqualTo("*")
          .doesNotContain("AWS=*");
    }
  }

  /// A service acts for every account: another account that knows one of our names must not reach
  /// it through the service.
  @Test
  void servicesMayActOnlyForThisAccount() {
    for (Statement statement : allowing()) {
      if (String.valueOf(statement.principal()).contains("Service=")) {
        assertThat(String.valueOf(statement.condition()).toLowerCase(Locale.ROOT))
            .as(statement.policy())
            .contains("aws:source");
      }
    }
    for (SynthesisedDeployment deployment : List.of(EXAMPLE, other())) {
      deployment
          .properties("AWS::Lambda::Permission")
          .forEach((id, permission) -> assertThat(has(permission, "SourceArn")).as(id).isTrue());
    }
  }

  private static Set<String> wildcards() {
    Set<String> found = new TreeSet<>();
    for (Statement statement : allowing()) {
      for (String resource : statement.resources()) {
        for (String service : services(statement)) {
          if (service.contains("*") || resource.contains("*")) {
            found.add("%s %s on %s".formatted(statement.policy(), service, tail(resource)));
          }
        }
      }
    }
    // Naming a bucket as well as its objects adds nothing.
    found.remove("ConsolePagesRoleDefaultPolicy s3* on ");
    return found;
  }

  /// Each service of the statement: `kms:*` for all of it, `s3*` where an action has a wildcard,
  /// `s3` for named ones.
  private static Set<String> services(Statement statement) {
    Set<String> found = new TreeSet<>();
    for (String action : statement.actions()) {
      String service = action.replaceFirst(":.*", "");
      boolean whole = action.equals(service + ":*") || action.equals("*");
      found.add(whole ? action : service + (action.contains("*") ? "*" : ""));
    }
    found.removeIf(service -> found.contains(service + "*"));
    return found;
  }

  /// The text after the last ARN that is known only later.
  private static String tail(String resource) {
    if (resource.equals("*")) {
      return resource;
    }
    return resource.contains("*") ? resource.replaceAll(".*?(/[a-z]*/?\\*).*", "$1") : "";
  }

  private record Statement(
      String policy,
      List<String> actions,
      List<String> resources,
      Object principal,
      Object condition) {}

  private static List<Statement> allowing() {
    List<Statement> found = new ArrayList<>();
    for (SynthesisedDeployment deployment : List.of(EXAMPLE, other())) {
      for (String type :
          List.of(
              "AWS::IAM::Policy",
              "AWS::SQS::QueuePolicy",
              "AWS::S3::BucketPolicy",
              "AWS::SNS::TopicPolicy")) {
        deployment
            .properties(type)
            .forEach((id, policy) -> read(id, at(policy, "PolicyDocument"), found));
      }
      deployment
          .properties("AWS::KMS::Key")
          .forEach((id, key) -> read(id, at(key, "KeyPolicy"), found));
      deployment
          .properties("AWS::IAM::Role")
          .forEach((id, role) -> assertThat(has(role, "Policies")).as(id).isFalse());
    }
    return found;
  }

  private static void read(String id, Object document, List<Statement> found) {
    String policy =
        id.replaceFirst("[0-9A-F]{8}$", "")
            .replaceFirst(
                "^(Dispatch|ScheduledWork|DownloadLinks|ReceiverRequests|ConfigurationApi)(?=Handler)",
                "");
    for (Object statement : (List<?>) at(document, "Statement")) {
      if (at(statement, "Effect").equals("Allow")) {
        List<String> actions = listed(at(statement, "Action"));
        List<String> resources =
            has(statement, "Resource") ? listed(at(statement, "Resource")) : List.of();
        boolean network = actions.stream().anyMatch(action -> action.startsWith("ec2:"));
        found.add(
            new Statement(
                network ? id.replaceFirst("[0-9A-F]{8}$", "") : policy,
                actions,
                resources,
                has(statement, "Principal") ? at(statement, "Principal") : "",
                has(statement, "Condition") ? at(statement, "Condition") : ""));
      }
    }
  }

  private static List<String> listed(Object oneOrMore) {
    return oneOrMore instanceof List<?> list
        ? list.stream().map(String::valueOf).toList()
        : List.of(String.valueOf(oneOrMore));
  }
}
