package io.cdrwebhooks.infra.storage;

import static io.cdrwebhooks.infra.SynthesisedDeployment.EXAMPLE;
import static io.cdrwebhooks.infra.SynthesisedDeployment.at;
import static io.cdrwebhooks.infra.SynthesisedDeployment.has;
import static io.cdrwebhooks.infra.SynthesisedDeployment.other;
import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.infra.SynthesisedDeployment;
import io.cdrwebhooks.infra.settings.DeploymentSettings;
import io.cdrwebhooks.infra.settings.Reports;
import java.io.IOException;
import java.nio.file.Files;
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

/// Tests the storage of reports and records: encrypted, closed to the public, reached over TLS
/// only, and kept when the stack is deleted.
class StorageTest {
  @Test
  void noBucketIsPublicAndAllAreEncrypted() {
    assertThat(EXAMPLE.idsOf("AWS::S3::Bucket")).hasSize(2);
    for (Object bucket : EXAMPLE.properties("AWS::S3::Bucket").values()) {
      assertThat(at(bucket, "PublicAccessBlockConfiguration"))
          .isEqualTo(
              Map.of(
                  "BlockPublicAcls", true,
                  "BlockPublicPolicy", true,
                  "IgnorePublicAcls", true,
                  "RestrictPublicBuckets", true));
      assertThat((List<?>) at(bucket, "BucketEncryption", "ServerSideEncryptionConfiguration"))
          .isNotEmpty();
    }
  }

  @Test
  void reportsHaveAKeyOfTheDeploymentIfAsked() {
    Template template = stateWith(new Reports.InOwnBucket(90, true, false));
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
    ReportArrivals arrivals = arrivals(stack, new Reports.InOwnBucket(90, true, false));
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

  private static Template stateWith(Reports reports) {
    Stack stack = new Stack(new App(), "State");
    arrivals(stack, reports);
    return Template.fromStack(stack);
  }

  private static ReportArrivals arrivals(Stack stack, Reports reports) {
    DeploymentSettings example = SynthesisedDeployment.example(Path.of(""));
    return new ReportArrivals(
        stack,
        "ReportArrivals",
        new DeploymentSettings(
            "test",
            example.tokens(),
            example.receivers(),
            reports,
            example.operators(),
            example.domains(),
            example.concurrency(),
            example.links(),
            example.warmWritesPerSecond(),
            example.signaturesKeyArn(),
            example.builtModules()),
        new WorkQueue(stack, "BackgroundWork", "background-work"));
  }

  /// Only CloudTrail may write the records, and only those of this trail.
  @Test
  void accessesToReportsAreRecordedForAYearIfAsked() {
    assertThat(EXAMPLE.resources("AWS::CloudTrail::Trail")).isEmpty();

    Object trail = other().only("AWS::CloudTrail::Trail");
    List<?> fields = (List<?>) at(trail, "AdvancedEventSelectors", 0, "FieldSelectors");
    assertThat(at(trail, "IsLogging")).isEqualTo(true);
    assertThat(at(trail, "EnableLogFileValidation")).isEqualTo(true);
    assertThat(at(fields, 0))
        .isEqualTo(Map.of("Field", "eventCategory", "Equals", List.of("Data")));
    assertThat(at(fields, 1))
        .isEqualTo(Map.of("Field", "resources.type", "Equals", List.of("AWS::S3::Object")));
    assertThat(String.valueOf(at(fields, 2, "StartsWith"))).contains(":s3:::exports/");

    Object bucket = other().resources("AWS::S3::Bucket").get(at(trail, "S3BucketName", "Ref"));
    stays(bucket);
    assertThat(at(bucket, "Properties", "LifecycleConfiguration", "Rules", 0, "ExpirationInDays"))
        .isEqualTo(365);
    List<?> statements =
        (List<?>)
            at(
                other().properties("AWS::S3::BucketPolicy").entrySet().stream()
                    .filter(policy -> policy.getKey().startsWith("AccessTrail"))
                    .map(Map.Entry::getValue)
                    .findAny()
                    .orElseThrow(),
                "PolicyDocument",
                "Statement");
    assertThat(statements)
        .filteredOn(statement -> at(statement, "Effect").equals("Allow"))
        .hasSize(2)
        .allSatisfy(
            statement -> {
              assertThat(at(statement, "Principal"))
                  .isEqualTo(Map.of("Service", "cloudtrail.amazonaws.com"));
              assertThat(
                      String.valueOf(at(statement, "Condition", "StringEquals", "aws:SourceArn")))
                  .contains("cloudtrail", "trail/" + at(trail, "TrailName"));
            });
  }

  @Test
  void reportsAreKeptInVersions() {
    assertThat(at(reportBucket(), "VersioningConfiguration"))
        .isEqualTo(Map.of("Status", "Enabled"));
  }

  @Test
  void bucketsQueuesAndTopicsAreReachedOverTlsAlone() {
    Map<String, String> policies =
        Map.of(
            "AWS::S3::Bucket", "AWS::S3::BucketPolicy",
            "AWS::SQS::Queue", "AWS::SQS::QueuePolicy",
            "AWS::SNS::Topic", "AWS::SNS::TopicPolicy");
    policies.forEach(
        (type, policy) -> {
          assertThat(EXAMPLE.idsOf(policy)).as(policy).hasSameSizeAs(EXAMPLE.idsOf(type));
          for (Object properties : EXAMPLE.properties(policy).values()) {
            assertThat((List<?>) at(properties, "PolicyDocument", "Statement"))
                .anySatisfy(
                    statement -> {
                      assertThat(at(statement, "Effect")).isEqualTo("Deny");
                      assertThat(at(statement, "Condition"))
                          .isEqualTo(Map.of("Bool", Map.of("aws:SecureTransport", "false")));
                    });
          }
        });
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
    return deployment.properties("AWS::Events::Rule").entrySet().stream()
        .filter(rule -> rule.getKey().startsWith("ReportArrivals" + id))
        .map(Map.Entry::getValue)
        .findAny()
        .orElseThrow();
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

  @Test
  void tablesAreEncryptedWithOurKeyAndRecoverable() {
    assertThat(EXAMPLE.idsOf("AWS::DynamoDB::Table")).hasSize(6);
    for (Object table : EXAMPLE.properties("AWS::DynamoDB::Table").values()) {
      assertThat(at(table, "BillingMode")).isEqualTo("PAY_PER_REQUEST");
      assertThat(at(table, "PointInTimeRecoverySpecification", "PointInTimeRecoveryEnabled"))
          .isEqualTo(true);
      assertThat(at(table, "SSESpecification", "SSEType")).isEqualTo("KMS");
      assertThat((String) at(table, "SSESpecification", "KMSMasterKeyId", "Fn::GetAtt", 0))
          .startsWith("RecordsKey");
    }
  }

  @Test
  void deliveriesLinksCountsAndChangesExpire() {
    for (String table :
        List.of(
            "RecordsDeliveries", "RecordsDownloadLinks", "RecordsStatistics", "RecordsChanges")) {
      assertThat(at(table(table), "TimeToLiveSpecification"))
          .isEqualTo(Map.of("AttributeName", "expiresAt", "Enabled", true));
    }
  }

  @Test
  void tablesAndUsersAreProtectedFromDeletion() {
    for (Object table : EXAMPLE.properties("AWS::DynamoDB::Table").values()) {
      assertThat(at(table, "DeletionProtectionEnabled")).isEqualTo(true);
    }
    assertThat(at(other().only("AWS::Cognito::UserPool"), "DeletionProtection"))
        .isEqualTo("ACTIVE");
  }

  @Test
  void onlyTheStateStackIsProtectedFromDeletion() throws IOException {
    assertThat(EXAMPLE.state()).isNotEmpty();
    String manifest =
        Files.readString(Path.of("target", "synthesised", "example", "cdk.out", "manifest.json"));

    assertThat(manifest.split("\"terminationProtection\": true", -1)).hasSize(2);
    assertThat(manifest.indexOf("\"terminationProtection\": true"))
        .isBetween(
            manifest.indexOf("\"CdrWebhooks-test-State\": {"),
            manifest.indexOf("\"CdrWebhooks-test\": {"));
  }

  @Test
  void resourcesWithRecordsOutliveTheirStack() {
    for (SynthesisedDeployment deployment : List.of(EXAMPLE, other())) {
      for (String type :
          List.of(
              "AWS::DynamoDB::Table",
              "AWS::KMS::Key",
              "AWS::SQS::Queue",
              "AWS::EC2::EIP",
              "AWS::Cognito::UserPool")) {
        deployment.resources(type).values().forEach(StorageTest::stays);
      }
    }
    EXAMPLE.resources("AWS::S3::Bucket").entrySet().stream()
        .filter(bucket -> bucket.getKey().startsWith("ReportArrivals"))
        .forEach(bucket -> stays(bucket.getValue()));
  }

  @Test
  void keysRotate() {
    assertThat(EXAMPLE.idsOf("AWS::KMS::Key")).hasSize(2);
    for (Object key : EXAMPLE.properties("AWS::KMS::Key").values()) {
      assertThat(at(key, "EnableKeyRotation")).isEqualTo(true);
    }
  }

  @Test
  void onlyTheSignaturesKeyCanBeCopiedToAnotherRegion() {
    EXAMPLE
        .properties("AWS::KMS::Key")
        .forEach(
            (id, key) ->
                assertThat(has(key, "MultiRegion") && at(key, "MultiRegion").equals(true))
                    .as(id)
                    .isEqualTo(id.startsWith("SignatureEncryptionKey")));
  }

  /// Except for the queues' names, which contain a part of their stack's id.
  @Test
  void nothingHasAPhysicalName() {
    Map<String, String> nameProperties =
        Map.of(
            "AWS::S3::Bucket", "BucketName",
            "AWS::DynamoDB::Table", "TableName",
            "AWS::Lambda::Function", "FunctionName",
            "AWS::IAM::Role", "RoleName",
            "AWS::Logs::LogGroup", "LogGroupName",
            "AWS::SNS::Topic", "TopicName",
            "AWS::CloudWatch::Alarm", "AlarmName");
    nameProperties.forEach(
        (type, name) ->
            EXAMPLE
                .properties(type)
                .forEach((id, properties) -> assertThat(has(properties, name)).as(id).isFalse()));
  }

  private static void stays(Object resource) {
    assertThat(at(resource, "DeletionPolicy")).isEqualTo("Retain");
    assertThat(at(resource, "UpdateReplacePolicy")).isEqualTo("Retain");
  }

  private static Object reportBucket() {
    return EXAMPLE.properties("AWS::S3::Bucket").entrySet().stream()
        .filter(bucket -> bucket.getKey().startsWith("ReportArrivals"))
        .map(Map.Entry::getValue)
        .findAny()
        .orElseThrow();
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

  private static Object table(String id) {
    return EXAMPLE.properties("AWS::DynamoDB::Table").entrySet().stream()
        .filter(table -> table.getKey().startsWith(id))
        .map(Map.Entry::getValue)
        .findAny()
        .orElseThrow();
  }

  @Test
  void busyTablesAndTheirIndexesAreWarmIfAsked() {
    Map<String, Object> warm = Map.of("ReadUnitsPerSecond", 20_000, "WriteUnitsPerSecond", 20_000);
    other()
        .properties("AWS::DynamoDB::Table")
        .forEach(
            (id, table) -> {
              boolean isBusy = id.matches("Records(Deliveries|DownloadLinks|Statistics).*");
              assertThat(has(table, "WarmThroughput")).as(id).isEqualTo(isBusy);
              if (isBusy) {
                assertThat(at(table, "WarmThroughput")).isEqualTo(warm);
              }
              if (isBusy && has(table, "GlobalSecondaryIndexes")) {
                for (Object index : (List<?>) at(table, "GlobalSecondaryIndexes")) {
                  assertThat(at(index, "WarmThroughput")).isEqualTo(warm);
                }
              }
            });
    for (Object table : EXAMPLE.properties("AWS::DynamoDB::Table").values()) {
      assertThat(has(table, "WarmThroughput")).isFalse();
    }
  }
}
