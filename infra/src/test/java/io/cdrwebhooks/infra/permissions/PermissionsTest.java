package io.cdrwebhooks.infra.permissions;

import static io.cdrwebhooks.infra.SynthesisedDeployment.EARLIER_KEY;
import static io.cdrwebhooks.infra.SynthesisedDeployment.EXAMPLE;
import static io.cdrwebhooks.infra.SynthesisedDeployment.at;
import static io.cdrwebhooks.infra.SynthesisedDeployment.has;
import static io.cdrwebhooks.infra.SynthesisedDeployment.other;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.cdrwebhooks.aws.dynamodb.DynamoDbAcceptedRequests;
import io.cdrwebhooks.aws.dynamodb.trace.LinkUseUpdate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Tests what each function may do and, above all, what it may not.
@Tag("slow")
class PermissionsTest {
  private static final String DISPATCH = "Dispatch";
  private static final String SCHEDULED_WORK = "ScheduledWork";
  private static final String DOWNLOAD_LINKS = "DownloadLinks";
  private static final String RECEIVER_REQUESTS = "ReceiverRequests";
  private static final String CONFIGURATION_API = "ConfigurationApi";
  private static final List<String> DUE_WORK = List.of("DueAttempts", "BackgroundWork");

  @Test
  void configurationApiWritesSignaturesButCannotReadThem() {
    assertThat(actionsOn("SignatureEncryptionKey", CONFIGURATION_API))
        .containsExactly("kms:Encrypt");
  }

  @Test
  void onlySigningFunctionsDecryptSignatures() {
    for (String signing : List.of(DISPATCH, RECEIVER_REQUESTS)) {
      assertThat(actionsOn("SignatureEncryptionKey", signing)).containsExactly("kms:Decrypt");
    }
    assertThat(actionsOn("SignatureEncryptionKey", DOWNLOAD_LINKS)).isEmpty();
    assertThat(actionsOn("SignatureEncryptionKey", SCHEDULED_WORK)).isEmpty();
  }

  /// Applies to functions of every module that use this key: never without a configuration.
  @Test
  void signaturesAreUsedForOneConfigurationAtATime() {
    String context = "kms:EncryptionContext:webhook-configuration";
    Map<String, Object> ofOne = Map.of("StringLike", Map.of(context, "cfg_*"));
    assertThat(conditionsOfSignatures(DISPATCH)).containsExactly(ofOne);
    assertThat(conditionsOfSignatures(CONFIGURATION_API)).containsExactly(ofOne);
    Object key = EXAMPLE.named("AWS::KMS::Key", "SignatureEncryption");
    assertThat((List<?>) at(key, "KeyPolicy", "Statement"))
        .anySatisfy(
            statement -> {
              assertThat(at(statement, "Effect")).isEqualTo("Deny");
              assertThat(at(statement, "Principal")).isEqualTo(Map.of("AWS", "*"));
              assertThat(listed(at(statement, "Action"))).contains("kms:Encrypt", "kms:Decrypt");
              assertThat(at(statement, "Condition"))
                  .isEqualTo(Map.of("Null", Map.of(context, "true")));
            });
  }

  /// A table that was copied from another region has Signatures of that region's key.
  @Test
  void replicaOfAnotherDeploymentsKeyOpensAsOurOwnDoes() {
    for (String signing : List.of(DISPATCH, RECEIVER_REQUESTS)) {
      assertThat(statementsNaming(EARLIER_KEY, signing))
          .singleElement()
          .satisfies(
              statement -> {
                assertThat(listed(at(statement, "Action"))).containsExactly("kms:Decrypt");
                assertThat(at(statement, "Condition"))
                    .isEqualTo(conditionsOfSignatures(signing).getFirst());
              });
    }
    for (String other : List.of(CONFIGURATION_API, DOWNLOAD_LINKS, SCHEDULED_WORK)) {
      assertThat(statementsNaming(EARLIER_KEY, other)).isEmpty();
    }
  }

  /// Returns the statements about a resource in the policy of the other deployment's function.
  private static List<?> statementsNaming(String arn, String construct) {
    return other().properties("AWS::IAM::Policy").entrySet().stream()
        .filter(entry -> entry.getKey().startsWith(construct + "Handler"))
        .flatMap(entry -> ((List<?>) at(entry.getValue(), "PolicyDocument", "Statement")).stream())
        .filter(statement -> String.valueOf(at(statement, "Resource")).contains(arn))
        .toList();
  }

  /// Values of headers and keys of client certificates have a purpose; Signatures have none.
  @Test
  void onlyDispatchDecryptsGatewayCredentials() {
    assertThat(conditionsOfSignatures(RECEIVER_REQUESTS))
        .containsExactly(
            Map.of(
                "StringLike",
                Map.of("kms:EncryptionContext:webhook-configuration", "cfg_*"),
                "Null",
                Map.of("kms:EncryptionContext:purpose", "true")));
  }

  private static List<Object> conditionsOfSignatures(String function) {
    return statementsOn("SignatureEncryptionKey", function).stream()
        .map(statement -> at(statement, "Condition"))
        .toList();
  }

  @Test
  void tablesKeyServesFunctionsThroughDynamoDbAlone() {
    for (String function :
        List.of(DISPATCH, SCHEDULED_WORK, DOWNLOAD_LINKS, RECEIVER_REQUESTS, CONFIGURATION_API)) {
      assertThat(statementsOn("RecordsKey", function))
          .isNotEmpty()
          .allSatisfy(
              statement ->
                  assertThat(at(statement, "Condition", "StringEquals", "kms:ViaService"))
                      .asString()
                      .contains("dynamodb"));
    }
  }

  @Test
  void dispatchReadsTasksAndWritesHealthDeliveriesAndLinks() {
    assertThat(actionsOn("RecordsWebhookConfigurations", DISPATCH))
        .containsExactly(
            "dynamodb:BatchGetItem", "dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:UpdateItem");
    assertThat(actionsOn("RecordsCdrTasks", DISPATCH))
        .containsExactly("dynamodb:BatchGetItem", "dynamodb:GetItem");
    assertThat(actionsOn("RecordsDeliveries", DISPATCH))
        .containsExactly(
            "dynamodb:BatchGetItem",
            "dynamodb:DeleteItem",
            "dynamodb:GetItem",
            "dynamodb:PutItem",
            "dynamodb:Query",
            "dynamodb:UpdateItem");
    assertThat(actionsOn("RecordsDownloadLinks", DISPATCH))
        .containsExactly(
            "dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:Query", "dynamodb:UpdateItem");
    for (String queue : DUE_WORK) {
      assertThat(actionsOn(queue, DISPATCH)).contains("sqs:SendMessage", "sqs:ReceiveMessage");
    }
    assertThat(actionsOn("ReportArrivalsQueue", DISPATCH))
        .contains("sqs:ReceiveMessage")
        .doesNotContain("sqs:SendMessage");
  }

  @Test
  void onlyDispatchSetsMessagesAside() {
    for (String queue :
        List.of(
            "ReportArrivalsDeadLetters", "DueAttemptsDeadLetters", "BackgroundWorkDeadLetters")) {
      assertThat(actionsOn(queue, DISPATCH)).containsExactly("sqs:SendMessage");
      for (String other :
          List.of(SCHEDULED_WORK, DOWNLOAD_LINKS, RECEIVER_REQUESTS, CONFIGURATION_API)) {
        assertThat(actionsOn(queue, other)).isEmpty();
      }
    }
  }

  @Test
  void onlyDispatchAndTheApiSendNotices() {
    assertThat(actionsOn("NoticesBus", DISPATCH)).containsExactly("events:PutEvents");
    assertThat(actionsOn("NoticesBus", CONFIGURATION_API)).containsExactly("events:PutEvents");
    for (String other : List.of(SCHEDULED_WORK, DOWNLOAD_LINKS, RECEIVER_REQUESTS)) {
      assertThat(actionsOn("NoticesBus", other)).isEmpty();
    }
  }

  @Test
  void functionsDoNotUpdateOrDeleteRecordsOfChanges() {
    assertThat(actionsOn("RecordsChanges", CONFIGURATION_API))
        .containsExactly("dynamodb:PutItem", "dynamodb:Query");
    for (String other : List.of(DISPATCH, SCHEDULED_WORK, DOWNLOAD_LINKS, RECEIVER_REQUESTS)) {
      assertThat(actionsOn("RecordsChanges", other)).isEmpty();
    }
  }

  @Test
  void scheduledWorkReadsDueWorkAndSendsMessages() {
    assertThat(actionsOn("RecordsDeliveries", SCHEDULED_WORK))
        .containsExactly(
            "dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:Query", "dynamodb:UpdateItem");
    for (String queue : DUE_WORK) {
      assertThat(actionsOn(queue, SCHEDULED_WORK))
          .contains("sqs:SendMessage")
          .doesNotContain("sqs:ReceiveMessage");
    }
    for (String table : List.of("WebhookConfigurations", "CdrTasks", "DownloadLinks")) {
      assertThat(actionsOn("Records" + table, SCHEDULED_WORK)).isEmpty();
    }
    assertThat(actionsOn("ReportArrivals", SCHEDULED_WORK)).isEmpty();
  }

  @Test
  void onlyDispatchListsVersionsAndOnlyThoseOfReports() {
    Object statement =
        statementsOn("ReportArrivalsReports", DISPATCH).stream()
            .filter(each -> listed(at(each, "Action")).contains("s3:ListBucketVersions"))
            .findAny()
            .orElseThrow();
    assertThat(listed(at(statement, "Action"))).containsExactly("s3:ListBucketVersions");
    assertThat(at(statement, "Condition"))
        .isEqualTo(Map.of("StringEquals", Map.of("s3:prefix", "reports/")));
    for (String other :
        List.of(SCHEDULED_WORK, DOWNLOAD_LINKS, RECEIVER_REQUESTS, CONFIGURATION_API)) {
      assertThat(actionsOn("ReportArrivalsReports", other)).doesNotContain("s3:ListBucketVersions");
    }
  }

  @Test
  void configurationApiStoresSamplesButDoesNotAccessReports() {
    assertThat(actionsOn("ReportArrivalsReports", CONFIGURATION_API))
        .containsExactly("s3:PutObject");
    assertThat(statementsOn("ReportArrivalsReports", CONFIGURATION_API))
        .allSatisfy(
            statement ->
                assertThat(String.valueOf(at(statement, "Resource")))
                    .contains("/samples/*")
                    .doesNotContain("/reports"));
  }

  @Test
  void onlyCountingFunctionsAddCountsAndTheApiReadsThem() {
    for (String counting : List.of(DISPATCH, DOWNLOAD_LINKS)) {
      assertThat(actionsOn("RecordsStatistics", counting)).containsExactly("dynamodb:UpdateItem");
    }
    assertThat(actionsOn("RecordsStatistics", CONFIGURATION_API))
        .containsExactly("dynamodb:Query", "dynamodb:UpdateItem");
    assertThat(actionsOn("RecordsStatistics", SCHEDULED_WORK)).isEmpty();
  }

  /// An update can return the item.
  @Test
  void countingDoesNotReadCounts() {
    for (String counting : List.of(DISPATCH, DOWNLOAD_LINKS, CONFIGURATION_API)) {
      assertThat(statementsOn("RecordsStatistics", counting))
          .filteredOn(each -> listed(at(each, "Action")).contains("dynamodb:UpdateItem"))
          .singleElement()
          .satisfies(
              statement ->
                  assertThat(at(statement, "Condition"))
                      .isEqualTo(
                          Map.of("StringEqualsIfExists", Map.of("dynamodb:ReturnValues", "NONE"))));
    }
  }

  @Test
  void followingALinkReadsOneLinkAndMarksOneDelivery() {
    assertThat(actionsOn("RecordsDownloadLinks", DOWNLOAD_LINKS))
        .containsExactly("dynamodb:GetItem");
    assertThat(actionsOn("RecordsDeliveries", DOWNLOAD_LINKS))
        .containsExactly("dynamodb:UpdateItem");
    assertThat(actionsOn("RecordsWebhookConfigurations", DOWNLOAD_LINKS)).isEmpty();
    assertThat(actionsOn("RecordsCdrTasks", DOWNLOAD_LINKS)).isEmpty();
  }

  /// DynamoDbDeliveriesTest checks that the function's updates name these attributes and no others.
  @Test
  void linkFunctionAccessesOnlyLinkUseAttributes() {
    assertThat(statementsOn("RecordsDeliveries", DOWNLOAD_LINKS))
        .singleElement()
        .satisfies(
            statement ->
                assertThat(at(statement, "Condition"))
                    .isEqualTo(
                        Map.of(
                            "ForAllValues:StringEquals",
                            Map.of("dynamodb:Attributes", LinkUseUpdate.ATTRIBUTES),
                            "ForAllValues:StringLike",
                            Map.of("dynamodb:LeadingKeys", List.of("dlv_*")),
                            "StringEquals",
                            Map.of("dynamodb:ReturnValues", List.of("NONE", "UPDATED_NEW")),
                            "Null",
                            Map.of(
                                "dynamodb:Attributes", "false",
                                "dynamodb:LeadingKeys", "false"))));
    assertThat(LinkUseUpdate.ATTRIBUTES)
        .contains("id", "item")
        .doesNotContain("configurationId", "fileName", "bucket", "versionId", "url");
  }

  /// Everyone can call the function, and it opens Signatures. It writes only links and the accepted
  /// requests.
  @Test
  void receiverRequestsReadDeliveriesAndWriteOnlyLinks() {
    assertThat(actionsOn("RecordsWebhookConfigurations", RECEIVER_REQUESTS))
        .containsExactly("dynamodb:GetItem");
    assertThat(actionsOn("RecordsCdrTasks", RECEIVER_REQUESTS)).containsExactly("dynamodb:GetItem");
    assertThat(actionsOn("RecordsDeliveries", RECEIVER_REQUESTS))
        .containsExactly("dynamodb:BatchGetItem", "dynamodb:GetItem", "dynamodb:Query");
    assertThat(statementsOn("RecordsDeliveries", RECEIVER_REQUESTS))
        .filteredOn(statement -> listed(at(statement, "Action")).contains("dynamodb:Query"))
        .asString()
        .contains("/index/by-configuration", "/index/by-number")
        .doesNotContain("*");
    assertThat(actionsOn("RecordsDownloadLinks", RECEIVER_REQUESTS))
        .containsExactly("dynamodb:PutItem", "dynamodb:UpdateItem");
    assertThat(actionsOn("RecordsStatistics", RECEIVER_REQUESTS)).isEmpty();
    assertThat(actionsOn("ReportArrivalsReports", RECEIVER_REQUESTS))
        .as("it lists nothing")
        .containsExactly("s3:GetObject", "s3:GetObjectVersion");
    for (String queue : List.of("ReportArrivalsQueue", "DueAttemptsQueue", "BackgroundWorkQueue")) {
      assertThat(actionsOn(queue, RECEIVER_REQUESTS)).isEmpty();
    }
  }

  /// DynamoDbAcceptedRequestsTest checks that the function's updates name these and no others.
  @Test
  void receiverRequestsDoNotUpdateLinks() {
    Map<String, Object> nothingRead = Map.of("dynamodb:ReturnValues", "NONE");
    Map<String, Object> update =
        Map.of(
            "ForAllValues:StringEquals",
            Map.of("dynamodb:Attributes", DynamoDbAcceptedRequests.ATTRIBUTES),
            "ForAllValues:StringLike",
            Map.of("dynamodb:LeadingKeys", List.of("receipt *", "request *")),
            "StringEqualsIfExists",
            nothingRead,
            "Null",
            Map.of("dynamodb:Attributes", "false", "dynamodb:LeadingKeys", "false"));
    assertThat(statementsOn("RecordsDownloadLinks", RECEIVER_REQUESTS))
        .extracting(statement -> at(statement, "Action"), statement -> at(statement, "Condition"))
        .containsExactlyInAnyOrder(
            tuple("dynamodb:PutItem", Map.of("StringEqualsIfExists", nothingRead)),
            tuple("dynamodb:UpdateItem", update));
    assertThat(DynamoDbAcceptedRequests.ATTRIBUTES)
        .doesNotContain("deliveryId", "bucket", "fileName", "validUntil", "revoked");
  }

  @Test
  void configurationApiChangesItsRecordsAndRevokesLinks() {
    assertThat(actionsOn("RecordsWebhookConfigurations", CONFIGURATION_API))
        .containsExactly(
            "dynamodb:BatchGetItem",
            "dynamodb:ConditionCheckItem",
            "dynamodb:DeleteItem",
            "dynamodb:GetItem",
            "dynamodb:PutItem",
            "dynamodb:Scan",
            "dynamodb:UpdateItem");
    assertThat(actionsOn("RecordsCdrTasks", CONFIGURATION_API))
        .containsExactly(
            "dynamodb:BatchGetItem", "dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:Scan");
    assertThat(actionsOn("RecordsDeliveries", CONFIGURATION_API))
        .containsExactly(
            "dynamodb:BatchGetItem",
            "dynamodb:GetItem",
            "dynamodb:PutItem",
            "dynamodb:Query",
            "dynamodb:UpdateItem");
    assertThat(actionsOn("RecordsDownloadLinks", CONFIGURATION_API))
        .containsExactly(
            "dynamodb:BatchGetItem", "dynamodb:GetItem", "dynamodb:Query", "dynamodb:UpdateItem");
    for (String queue : DUE_WORK) {
      assertThat(actionsOn(queue, CONFIGURATION_API))
          .contains("sqs:SendMessage")
          .doesNotContain("sqs:ReceiveMessage");
    }
    assertThat(actionsOn("ReportArrivalsQueue", CONFIGURATION_API)).isEmpty();
  }

  @Test
  void reportsAndSamplesAreOnlyReadUnderTheirPrefixes() {
    assertThat(actionsOn("ReportArrivalsReports", DOWNLOAD_LINKS))
        .containsExactly("s3:GetObject", "s3:GetObjectVersion");
    assertThat(actionsOn("ReportArrivalsReports", DISPATCH))
        .containsExactly(
            "s3:GetBucketVersioning",
            "s3:GetObject",
            "s3:GetObjectVersion",
            "s3:ListBucket",
            "s3:ListBucketVersions");
    for (String reader : List.of(DISPATCH, DOWNLOAD_LINKS, RECEIVER_REQUESTS)) {
      List<String> readable =
          statementsOn("ReportArrivalsReports", reader).stream()
              .filter(statement -> listed(at(statement, "Action")).contains("s3:GetObject"))
              .map(statement -> String.valueOf(at(statement, "Resource")))
              .toList();
      assertThat(readable).isNotEmpty();
      assertThat(String.join(" ", readable)).contains("/reports/*", "/samples/*");
      assertThat(readable)
          .allSatisfy(
              resource ->
                  assertThat(resource.replaceAll("/(reports|samples)/\\*", ""))
                      .doesNotContain("*"));
    }
  }

  /// Lambda creates them for the function, under its name; the code of the function never does.
  @Test
  void codeOfAFunctionMayNotTouchNetworkInterfaces() {
    Object policy = EXAMPLE.named("AWS::IAM::Policy", DISPATCH + "Handler");
    List<?> statements =
        ((List<?>) at(policy, "PolicyDocument", "Statement"))
            .stream()
                .filter(statement -> listed(at(statement, "Action")).getFirst().startsWith("ec2:"))
                .toList();

    assertThat(statements).hasSize(2);
    assertThat(at(statements.getFirst(), "Effect")).isEqualTo("Allow");
    assertThat(at(statements.getLast(), "Effect")).isEqualTo("Deny");
    assertThat(at(statements.getLast(), "Action")).isEqualTo(at(statements.getFirst(), "Action"));
    assertThat(at(statements.getLast(), "Condition"))
        .isEqualTo(Map.of("Null", Map.of("lambda:SourceFunctionArn", "false")));
  }

  @Test
  void rolesHaveNoAwsManagedPolicy() {
    for (Object role : EXAMPLE.properties("AWS::IAM::Role").values()) {
      assertThat(has(role, "ManagedPolicyArns")).isFalse();
    }
  }

  private static Set<String> actionsOn(String resource, String construct) {
    return statementsOn(resource, construct).stream()
        .flatMap(statement -> listed(at(statement, "Action")).stream())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /// The statements about a resource in a function's policy; both are given by the beginning of
  /// their ids.
  private static List<?> statementsOn(String resource, String construct) {
    assertThat(
            List.of(
                "AWS::DynamoDB::Table",
                "AWS::KMS::Key",
                "AWS::SQS::Queue",
                "AWS::S3::Bucket",
                "AWS::Events::EventBus"))
        .anySatisfy(
            type -> assertThat(EXAMPLE.idsOf(type)).anyMatch(id -> id.startsWith(resource)));
    Object policy = EXAMPLE.named("AWS::IAM::Policy", construct + "Handler");
    return ((List<?>) at(policy, "PolicyDocument", "Statement"))
        .stream()
            .filter(statement -> isAbout(resource, String.valueOf(at(statement, "Resource"))))
            .toList();
  }

  /// In the same stack, or in the state stack.
  private static boolean isAbout(String resource, String arns) {
    return arns.contains("[" + resource) || arns.contains("ExportsOutputFnGetAtt" + resource);
  }

  private static List<String> listed(Object oneOrMore) {
    return oneOrMore instanceof List<?> list
        ? list.stream().map(String::valueOf).toList()
        : List.of((String) oneOrMore);
  }
}
