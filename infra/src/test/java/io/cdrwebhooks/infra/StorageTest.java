package io.cdrwebhooks.infra;

import static io.cdrwebhooks.infra.SynthesisedTemplate.TEMPLATE;
import static io.cdrwebhooks.infra.SynthesisedTemplate.at;
import static io.cdrwebhooks.infra.SynthesisedTemplate.idsOf;
import static io.cdrwebhooks.infra.SynthesisedTemplate.properties;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awscdk.assertions.Match;

/// Where reports and records are kept: encrypted, closed to the public, reached over TLS alone.
class StorageTest {
  private static final Map<String, Object> DENIED_WITHOUT_TLS =
      Map.of("Effect", "Deny", "Condition", Map.of("Bool", Map.of("aws:SecureTransport", "false")));

  @Test
  void bucketIsPrivateVersionedAndEncrypted() {
    TEMPLATE.resourceCountIs("AWS::S3::Bucket", 1);
    TEMPLATE.allResourcesProperties(
        "AWS::S3::Bucket",
        Match.objectLike(
            Map.of(
                "VersioningConfiguration",
                Map.of("Status", "Enabled"),
                "PublicAccessBlockConfiguration",
                Map.of(
                    "BlockPublicAcls", true,
                    "BlockPublicPolicy", true,
                    "IgnorePublicAcls", true,
                    "RestrictPublicBuckets", true),
                "BucketEncryption",
                Match.anyValue())));
  }

  @Test
  void bucketAndQueuesAreReachedOverTlsAlone() {
    assertThat(idsOf("AWS::S3::BucketPolicy")).hasSameSizeAs(idsOf("AWS::S3::Bucket"));
    assertThat(idsOf("AWS::SQS::QueuePolicy")).hasSameSizeAs(idsOf("AWS::SQS::Queue"));
    for (String type : List.of("AWS::S3::BucketPolicy", "AWS::SQS::QueuePolicy")) {
      TEMPLATE.allResourcesProperties(
          type,
          Match.objectLike(
              Map.of(
                  "PolicyDocument",
                  Match.objectLike(
                      Map.of(
                          "Statement",
                          Match.arrayWith(List.of(Match.objectLike(DENIED_WITHOUT_TLS))))))));
    }
  }

  @Test
  void onlyNewObjectsUnderReportsAreAnnounced() {
    Object announced =
        at(
            properties("Custom::S3BucketNotifications").values().iterator().next(),
            "NotificationConfiguration",
            "QueueConfigurations");

    assertThat((List<?>) announced).hasSize(1);
    assertThat(at(announced, 0, "Events")).isEqualTo(List.of("s3:ObjectCreated:*"));
    assertThat(at(announced, 0, "Filter", "Key", "FilterRules"))
        .isEqualTo(List.of(Map.of("Name", "prefix", "Value", "reports/")));
    assertThat((String) at(announced, 0, "QueueArn", "Fn::GetAtt", 0)).startsWith("ReportArrivals");
  }

  @Test
  void tablesAreEncryptedWithOurKeyAndRecoverable() {
    TEMPLATE.resourceCountIs("AWS::DynamoDB::Table", 5);
    TEMPLATE.allResourcesProperties(
        "AWS::DynamoDB::Table",
        Match.objectLike(
            Map.of(
                "BillingMode",
                "PAY_PER_REQUEST",
                "PointInTimeRecoverySpecification",
                Map.of("PointInTimeRecoveryEnabled", true),
                "SSESpecification",
                Map.of("SSEEnabled", true, "SSEType", "KMS", "KMSMasterKeyId", Match.anyValue()))));
  }

  /// The stores' tables are held against the same file.
  @Test
  void tablesHaveTheKeysThatTheStoresUse() throws IOException {
    List<String> described =
        Files.readAllLines(Path.of("..", "build-support", "tables.txt")).stream()
            .filter(line -> !line.startsWith("//"))
            .toList();

    assertThat(TableDescriptions.ofTemplate()).containsExactlyInAnyOrderElementsOf(described);
  }

  @Test
  void deliveriesLinksAndCountsExpire() {
    for (String keys :
        List.of("id:HASH item:RANGE", "tokenHash:HASH", "series:HASH bucket:RANGE")) {
      assertThat(at(table(keys), "TimeToLiveSpecification"))
          .isEqualTo(Map.of("AttributeName", "expiresAt", "Enabled", true));
    }
  }

  @Test
  void nothingThatHoldsRecordsGoesAwayWithTheStack() {
    for (String type : List.of("AWS::S3::Bucket", "AWS::DynamoDB::Table", "AWS::KMS::Key")) {
      TEMPLATE.allResources(type, Match.objectLike(Map.of("DeletionPolicy", "Retain")));
    }
  }

  @Test
  void keysRotate() {
    TEMPLATE.resourceCountIs("AWS::KMS::Key", 2);
    TEMPLATE.allResourcesProperties(
        "AWS::KMS::Key", Match.objectLike(Map.of("EnableKeyRotation", true)));
  }

  @Test
  void nothingHasAPhysicalName() {
    Map<String, String> nameProperties =
        Map.of(
            "AWS::S3::Bucket", "BucketName",
            "AWS::SQS::Queue", "QueueName",
            "AWS::DynamoDB::Table", "TableName",
            "AWS::Lambda::Function", "FunctionName",
            "AWS::IAM::Role", "RoleName",
            "AWS::Logs::LogGroup", "LogGroupName");
    nameProperties.forEach(
        (type, name) ->
            TEMPLATE.allResourcesProperties(type, Match.objectLike(Map.of(name, Match.absent()))));
  }

  private static Object table(String keys) {
    return properties("AWS::DynamoDB::Table").values().stream()
        .filter(table -> keys(table).equals(keys))
        .findAny()
        .orElseThrow();
  }

  private static String keys(Object tableOrIndex) {
    StringBuilder keys = new StringBuilder();
    for (Object key : (List<?>) at(tableOrIndex, "KeySchema")) {
      keys.append(at(key, "AttributeName")).append(':').append(at(key, "KeyType")).append(' ');
    }
    return keys.toString().strip();
  }
}
