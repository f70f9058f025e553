package io.cdrwebhooks.infra.storage;

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
import org.junit.jupiter.api.Test;

/// Tests the storage of reports and records: encrypted, closed to the public, reached over TLS
/// only, and kept when the stack is deleted.
class StorageTest {
  @Test
  void bucketsArePrivateAndEncrypted() {
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
                other().named("AWS::S3::BucketPolicy", "AccessTrail"),
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
  void resourcesHaveNoPhysicalNames() {
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

  static void stays(Object resource) {
    assertThat(at(resource, "DeletionPolicy")).isEqualTo("Retain");
    assertThat(at(resource, "UpdateReplacePolicy")).isEqualTo("Retain");
  }

  private static Object table(String id) {
    return EXAMPLE.named("AWS::DynamoDB::Table", id);
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
