package io.cdrwebhooks.infra;

import static io.cdrwebhooks.infra.SynthesisedDeployment.EXAMPLE;
import static io.cdrwebhooks.infra.SynthesisedDeployment.at;
import static io.cdrwebhooks.infra.SynthesisedDeployment.has;
import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.infra.DeploymentSettings.Concurrency;
import io.cdrwebhooks.infra.DeploymentSettings.Domains;
import io.cdrwebhooks.infra.DeploymentSettings.Operators;
import io.cdrwebhooks.infra.DeploymentSettings.Receivers;
import io.cdrwebhooks.infra.DeploymentSettings.Reports;
import io.cdrwebhooks.infra.DeploymentSettings.Tokens;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the README tells an operator to do works on what the templates make.
class OperatorPathsTest {
  @TempDir Path folder;

  /// CloudFormation deploys one stack after the other: what the service imports must be exported
  /// by then, and what it imports still must not have gone. README: "Changing settings later".
  @Test
  void anotherBucketCanBeTakenInOneOfTheTwoOrders() throws IOException {
    Templates own = templates("own", new Reports.InOwnBucket(90));
    Templates existing =
        templates("existing", new Reports.InExistingBucket("exports", Optional.empty()));

    assertThat(own.canBecome(existing)).as("from an own bucket to an existing one").isTrue();
    assertThat(existing.canBecome(own)).as("from an existing bucket to an own one").isTrue();
  }

  /// The CDK's function deletes the files of a bucket only when nothing on the bucket says that a
  /// deployment owns it; when a whole stack goes, its tag is still there, and a bucket with files in
  /// it cannot be deleted (aws/aws-cdk issue 33397).
  @Test
  void destroyingTheServiceEmptiesTheConsolesBucketOrKeepsIt() {
    Object bucket =
        EXAMPLE.resources("AWS::S3::Bucket").entrySet().stream()
            .filter(each -> each.getKey().startsWith("ConsoleFiles"))
            .map(Map.Entry::getValue)
            .findAny()
            .orElseThrow();
    boolean kept = at(bucket, "DeletionPolicy").equals("Retain");
    boolean emptied = !EXAMPLE.resources("Custom::S3AutoDeleteObjects").isEmpty();
    boolean claimed =
        has(bucket, "Properties", "Tags")
            && ((List<?>) at(bucket, "Properties", "Tags"))
                .stream().anyMatch(tag -> ((String) at(tag, "Key")).startsWith("aws-cdk:cr-owned"));

    assertThat(kept || emptied || !claimed).isTrue();
  }

  /// EventBridge serves every account: one who knows a topic's name must not mail through it.
  @Test
  void topicsTakeFromServicesOnBehalfOfThisAccountAlone() {
    EXAMPLE
        .properties("AWS::SNS::TopicPolicy")
        .forEach(
            (id, policy) -> {
              for (Object statement : (List<?>) at(policy, "PolicyDocument", "Statement")) {
                if (at(statement, "Effect").equals("Allow")) {
                  assertThat(has(statement, "Condition")).as(id).isTrue();
                  assertThat(String.valueOf(at(statement, "Condition"))).contains("aws:Source");
                }
              }
            });
  }

  private Templates templates(String which, Reports reports) throws IOException {
    Path output = folder.resolve(which);
    DeploymentSettings settings =
        new DeploymentSettings(
            "test",
            new Tokens.OfIssuer(
                URI.create("https://login.example.com/tenant"),
                List.of("cdr-webhooks"),
                "webhooks/read",
                "webhooks/write",
                Optional.empty(),
                List.of()),
            new Receivers(false, List.of(), 0),
            reports,
            new Operators("operators@example.com", OptionalInt.empty(), 30, false),
            new Domains(Optional.empty(), Optional.empty()),
            new Concurrency(30, OptionalInt.empty()),
            SynthesisedDeployment.placeholders(folder.resolve("built")));
    CdrWebhooksApp.app(settings, output).synth();
    return new Templates(
        named("\"Name\": \"(CdrWebhooks-test-State:[^\"]+)\"", output, settings.named("-State")),
        named("\"Fn::ImportValue\": \"([^\"]+)\"", output, settings.named("")));
  }

  private static Set<String> named(String pattern, Path output, String stack) throws IOException {
    Set<String> names = new TreeSet<>();
    Pattern.compile(pattern)
        .matcher(Files.readString(output.resolve(stack + ".template.json")))
        .results()
        .map((MatchResult found) -> found.group(1))
        .forEach(names::add);
    assertThat(names).isNotEmpty();
    return names;
  }

  private record Templates(Set<String> exported, Set<String> imported) {
    boolean canBecome(Templates other) {
      boolean stateFirst = other.exported.containsAll(imported);
      boolean serviceFirst = exported.containsAll(other.imported);
      return stateFirst || serviceFirst;
    }
  }
}
