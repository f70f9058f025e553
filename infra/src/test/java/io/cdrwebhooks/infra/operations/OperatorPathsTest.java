package io.cdrwebhooks.infra.operations;

import static io.cdrwebhooks.infra.SynthesisedDeployment.EXAMPLE;
import static io.cdrwebhooks.infra.SynthesisedDeployment.at;
import static io.cdrwebhooks.infra.SynthesisedDeployment.has;
import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.configapi.Deployment.Scopes;
import io.cdrwebhooks.infra.CdrWebhooksApp;
import io.cdrwebhooks.infra.SynthesisedDeployment;
import io.cdrwebhooks.infra.settings.DeploymentSettings;
import io.cdrwebhooks.infra.settings.ReceiverSettings;
import io.cdrwebhooks.infra.settings.ReportStorage;
import io.cdrwebhooks.infra.settings.Tokens;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Tests that the instructions for operators in docs/deployment.md work with these templates.
///
/// CloudFormation deploys one stack after the other. The service's imports must be exported before,
/// and must not be deleted while it imports them. docs/deployment.md: "Change settings later".
@Tag("slow")
class OperatorPathsTest {
  private static final Tokens ISSUER =
      new Tokens.OfIssuer(
          URI.create("https://login.example.com/tenant"),
          List.of("cdr-webhooks"),
          new Scopes("webhooks/read", "webhooks/write"),
          Optional.empty(),
          List.of());

  @TempDir Path folder;

  @Test
  void bucketChangesInTheDocumentedStackOrder() throws IOException {
    Templates own = templates("own", ISSUER, new ReportStorage.InOwnBucket(90, false, false), 0);
    ReportStorage bucket = new ReportStorage.InExistingBucket("exports", Optional.empty(), false);
    Templates existing = templates("existing", ISSUER, bucket, 0);

    assertThat(own.canBecomeServiceFirst(existing)).isTrue();
    assertThat(existing.canBecomeStateFirst(own)).isTrue();
  }

  @Test
  void zonesChangeInTheDocumentedStackOrder() throws IOException {
    Templates two = templates("two", ISSUER, new ReportStorage.InOwnBucket(90, false, false), 2);
    Templates one = templates("one", ISSUER, new ReportStorage.InOwnBucket(90, false, false), 1);
    Templates none = templates("none", ISSUER, new ReportStorage.InOwnBucket(90, false, false), 0);

    assertThat(two.canBecomeServiceFirst(one)).isTrue();
    assertThat(one.canBecomeServiceFirst(none)).isTrue();
    assertThat(none.canBecomeStateFirst(one)).isTrue();
    assertThat(one.canBecomeStateFirst(two)).isTrue();
    assertThat(two.canBecomeStateFirst(one))
        .as("the case for the other order in docs/deployment.md")
        .isFalse();
  }

  @Test
  void issuerChangesInTheDocumentedStackOrder() throws IOException {
    ReportStorage reports = new ReportStorage.InOwnBucket(90, false, false);
    Templates issuer = templates("issuer", ISSUER, reports, 0);
    Templates users = templates("users", new Tokens.OfOwnUserPool(false), reports, 0);

    assertThat(users.canBecomeServiceFirst(issuer)).isTrue();
    assertThat(issuer.canBecomeStateFirst(users)).isTrue();
  }

  /// The CDK's function deletes the files of a bucket only if no tag says that a deployment owns
  /// it. When a whole stack is deleted, its tag is still there, and a bucket with files cannot be
  /// deleted (aws/aws-cdk issue 33397).
  @Test
  void destroyingTheServiceEmptiesTheConsolesBucket() {
    Object bucket =
        EXAMPLE.resources("AWS::S3::Bucket").entrySet().stream()
            .filter(each -> each.getKey().startsWith("ConsoleFiles"))
            .map(Map.Entry::getValue)
            .findAny()
            .orElseThrow();
    Object deployment = EXAMPLE.only("Custom::CDKBucketDeployment");

    assertThat(at(bucket, "DeletionPolicy")).isEqualTo("Delete");
    assertThat(String.valueOf(at(bucket, "Properties"))).doesNotContain("aws-cdk:cr-owned");
    assertThat(at(deployment, "RetainOnDelete")).isEqualTo(false);
    // This also makes CloudFormation delete the files before the bucket.
    assertThat(String.valueOf(at(deployment, "DestinationBucketName"))).contains("ConsoleFiles");
    assertThat(has(deployment, "DestinationBucketKeyPrefix")).isFalse();
  }

  private Templates templates(String which, Tokens tokens, ReportStorage reports, int zones)
      throws IOException {
    Path output = folder.resolve(which);
    DeploymentSettings settings =
        SynthesisedDeployment.exampleWith(
            tokens,
            new ReceiverSettings(
                false, List.of(), zones, List.of(), Optional.empty(), List.of(), false),
            reports,
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
    /// `make deploy`: the new state must export what the old service imports.
    boolean canBecomeStateFirst(Templates other) {
      return other.exported.containsAll(imported);
    }

    boolean canBecomeServiceFirst(Templates other) {
      return exported.containsAll(other.imported);
    }
  }
}
