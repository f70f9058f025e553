package io.cdrwebhooks.infra.storage;

import static io.cdrwebhooks.infra.SynthesisedDeployment.EXAMPLE;
import static io.cdrwebhooks.infra.SynthesisedDeployment.at;
import static io.cdrwebhooks.infra.SynthesisedDeployment.has;
import static io.cdrwebhooks.infra.SynthesisedDeployment.other;
import static io.cdrwebhooks.infra.storage.StorageTest.stays;
import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.infra.SynthesisedDeployment;
import io.cdrwebhooks.infra.settings.DeploymentSettings;
import io.cdrwebhooks.infra.settings.ReportStorage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import software.amazon.awscdk.App;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.assertions.Template;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.iam.ServicePrincipal;

/// Tests the bucket of reports: its key, its events and its life cycle.
class ReportBucketTest {
  @Test
  void reportsHaveAKeyOfTheDeploymentIfAsked() {
    Template template = stateWith(new ReportStorage.InOwnBucket(90, true, false));
    Map<String, Map<String, Object>> keys = template.findResources("AWS::KMS::Key");
    Object reportsKey =
        keys.entrySet().stream()
            .filter(key -> key.getKey().startsWith("ReportArrivalsReportsKey"))
            .map(Map.Entry::getValue)
            .findAny()
            .orElseThrow();
    Object bucket = template.findResources("AWS::S3::Bucket").values().iterator().next();
    Object rule =
        at(bucket, "Properties", "BucketEncryption", "ServerSideEncryptionConfiguration", 0);

    stays(reportsKey);
    assertThat(at(reportsKey, "Properties", "EnableKeyRotation")).isEqualTo(true);
    assertThat(at(rule, "BucketKeyEnabled")).isEqualTo(true);
    assertThat(at(rule, "ServerSideEncryptionByDefault", "SSEAlgorithm")).isEqualTo("aws:kms");
    assertThat(
            (String) at(rule, "ServerSideEncryptionByDefault", "KMSMasterKeyID", "Fn::GetAtt", 0))
        .startsWith("ReportArrivalsReportsKey");
    assertThat(template.findOutputs("ReportsKeyArn")).hasSize(1);
    assertThat(String.valueOf(at(reportBucket(), "BucketEncryption")))
        .as("by default a key of S3")
        .contains("AES256");
  }

  @Test
  void readersOfEncryptedReportsMayUseTheirKey() {
    Stack stack = new Stack(new App(), "Readers");
    ReportArrivals arrivals = arrivals(stack, new ReportStorage.InOwnBucket(90, true, false));
    arrivals.grantSign(role(stack, "Signs"));
    arrivals.grantStoreSamples(role(stack, "Stores"));

    Map<String, Map<String, Object>> policies =
        Template.fromStack(stack).findResources("AWS::IAM::Policy");
    assertThat(keyActions(policies, "Signs")).containsExactly("kms:Decrypt");
    assertThat(keyActions(policies, "Stores"))
        .containsExactly("kms:Decrypt", "kms:GenerateDataKey");
  }

  private static Set<String> keyActions(Map<String, Map<String, Object>> policies, String role) {
    return policies.entrySet().stream()
        .filter(policy -> policy.getKey().startsWith(role))
        .flatMap(
            policy ->
                ((List<?>) at(policy.getValue(), "Properties", "PolicyDocument", "Statement"))
                    .stream())
        .filter(
            statement ->
                String.valueOf(at(statement, "Resource")).contains("ReportArrivalsReportsKey"))
        .flatMap(
            statement ->
                at(statement, "Action") instanceof List<?> actions
                    ? actions.stream()
                    : Stream.of(at(statement, "Action")))
        .map(String::valueOf)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Role role(Stack stack, String id) {
    return Role.Builder.create(stack, id)
        .assumedBy(new ServicePrincipal("lambda.amazonaws.com"))
        .build();
  }

  private static Template stateWith(ReportStorage reports) {
    Stack stack = new Stack(new App(), "State");
    arrivals(stack, reports);
    return Template.fromStack(stack);
  }

  private static ReportArrivals arrivals(Stack stack, ReportStorage reports) {
    DeploymentSettings example = SynthesisedDeployment.example(Path.of(""));
    return new ReportArrivals(
        stack,
        "ReportArrivals",
        SynthesisedDeployment.exampleWith(
            example.tokens(), example.receivers(), reports, example.builtModules()),
        new WorkQueue(stack, "BackgroundWork", "background-work"));
  }

  @Test
  void reportsAreKeptInVersions() {
    assertThat(at(reportBucket(), "VersioningConfiguration"))
        .isEqualTo(Map.of("Status", "Enabled"));
  }

  @Test
  void onlyNewObjectsUnderReportsAreAnnounced() {
    Object announced =
        at(
            EXAMPLE.only("Custom::S3BucketNotifications"),
            "NotificationConfiguration",
            "QueueConfigurations");

    assertThat((List<?>) announced).hasSize(1);
    assertThat(at(announced, 0, "Events")).isEqualTo(List.of("s3:ObjectCreated:*"));
    assertThat(at(announced, 0, "Filter", "Key", "FilterRules"))
        .isEqualTo(List.of(Map.of("Name", "prefix", "Value", "reports/")));
    assertThat((String) at(announced, 0, "QueueArn", "Fn::GetAtt", 0)).startsWith("ReportArrivals");
  }

  @Test
  void everyBucketAnnouncesReportsASecondTime() {
    assertThat(
            at(
                EXAMPLE.only("Custom::S3BucketNotifications"),
                "NotificationConfiguration",
                "EventBridgeConfiguration"))
        .isEqualTo(Map.of());
    for (SynthesisedDeployment deployment : List.of(EXAMPLE, other())) {
      Object rule = bucketRule(deployment, "SecondEvents");

      assertThat(at(rule, "EventPattern", "detail-type")).isEqualTo(List.of("Object Created"));
      assertThat(at(rule, "EventPattern", "detail", "object", "key"))
          .isEqualTo(List.of(Map.of("prefix", "reports/")));
      assertThat((String) at(rule, "Targets", 0, "Arn", "Fn::GetAtt", 0))
          .startsWith("BackgroundWorkQueue");
    }
    assertThat(
            (String)
                at(
                    bucketRule(EXAMPLE, "SecondEvents"),
                    "EventPattern",
                    "detail",
                    "bucket",
                    "name",
                    0,
                    "Ref"))
        .startsWith("ReportArrivalsReports");
  }

  private static Object bucketRule(SynthesisedDeployment deployment, String id) {
    return deployment.named("AWS::Events::Rule", "ReportArrivals" + id);
  }

  /// All attempts, with a receiver that delays them as long as it may, then a link's life, then the
  /// period of a reconciliation.
  @Test
  void lifeCycleOutlivesScheduleLinksAndReconciliation() {
    Duration needed = Duration.ofHours(174).plusHours(24).plusHours(24);
    for (String prefix : List.of("reports/", "samples/")) {
      Object rule = lifeCycleRule(prefix);
      assertThat(days(rule, "ExpirationInDays")).isGreaterThan(needed);
      assertThat(days(at(rule, "NoncurrentVersionExpiration"), "NoncurrentDays"))
          .isGreaterThan(needed);
      assertThat(at(rule, "Status")).isEqualTo("Enabled");
    }
    assertThat(days(lifeCycleRule("reports/"), "ExpirationInDays")).isEqualTo(Duration.ofDays(90));
    assertThat(days(lifeCycleRule("samples/"), "ExpirationInDays")).isEqualTo(Duration.ofDays(10));
  }

  @Test
  void markersOfExpiredReportsAreDeleted() {
    assertThat((List<?>) at(reportBucket(), "LifecycleConfiguration", "Rules"))
        .anySatisfy(
            rule ->
                assertThat(rule)
                    .isEqualTo(
                        Map.of(
                            "Id", "delete-markers",
                            "Status", "Enabled",
                            "ExpiredObjectDeleteMarker", true)));
  }

  @Test
  void unfinishedUploadsAreDeletedAfterAWeek() {
    assertThat((List<?>) at(reportBucket(), "LifecycleConfiguration", "Rules"))
        .anySatisfy(
            rule ->
                assertThat(at(rule, "AbortIncompleteMultipartUpload", "DaysAfterInitiation"))
                    .isEqualTo(7));
  }

  @Test
  void existingBucketSendsItsEventsThroughEventBridge() {
    Object rule = bucketRule(other(), "ExistingBucket");

    assertThat(at(rule, "EventPattern", "source")).isEqualTo(List.of("aws.s3"));
    assertThat(at(rule, "EventPattern", "detail-type")).isEqualTo(List.of("Object Created"));
    assertThat(at(rule, "EventPattern", "detail", "bucket", "name")).isEqualTo(List.of("exports"));
    assertThat(at(rule, "EventPattern", "detail", "object", "key"))
        .isEqualTo(List.of(Map.of("prefix", "reports/")));
    assertThat((String) at(rule, "Targets", 0, "Arn", "Fn::GetAtt", 0))
        .startsWith("ReportArrivalsQueue");
    assertThat(other().resources("Custom::S3BucketNotifications")).isEmpty();
    assertThat(other().idsOf("AWS::S3::Bucket")).noneMatch(id -> id.startsWith("ReportArrivals"));
    for (Object function : other().functions().values()) {
      if (has(function, "Environment", "Variables", "REPORT_BUCKET")) {
        assertThat(at(function, "Environment", "Variables", "REPORT_BUCKET")).isEqualTo("exports");
      }
    }
  }

  private static Object reportBucket() {
    return EXAMPLE.named("AWS::S3::Bucket", "ReportArrivals");
  }

  private static Object lifeCycleRule(String prefix) {
    return ((List<?>) at(reportBucket(), "LifecycleConfiguration", "Rules"))
        .stream()
            .filter(rule -> has(rule, "Prefix") && at(rule, "Prefix").equals(prefix))
            .findAny()
            .orElseThrow();
  }

  private static Duration days(Object tree, String name) {
    return Duration.ofDays((Integer) at(tree, name));
  }
}
