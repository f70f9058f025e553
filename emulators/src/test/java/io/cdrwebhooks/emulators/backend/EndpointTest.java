package io.cdrwebhooks.emulators.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.cdrwebhooks.emulators.AwsEndpoints;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.Delete;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageRequest;

/// Tests that the external endpoint serves S3, SQS and DynamoDB as the stores need them.
@SpeaksToAws
class EndpointTest {
  private static final AwsEndpoints AWS = AwsEndpoints.forTests();
  private static final String KEY = "reports/1/a b+%.zip";

  private final String name = "endpoint-" + UUID.randomUUID();

  @BeforeAll
  static void needsAnEndpoint() {
    assumeTrue(AwsEndpoints.outside().isPresent(), "AWS_ENDPOINT_URL names no endpoint");
  }

  @Test
  void s3KeepsAnEarlierVersionAndItsMetadata() {
    try (S3Client s3 = s3()) {
      String first = putTwice(s3, "first!", "second");

      ResponseBytes<GetObjectResponse> whole =
          s3.getObjectAsBytes(get -> get.bucket(name).key(KEY).versionId(first));

      assertThat(whole.asUtf8String()).isEqualTo("first!");
      assertThat(whole.response().versionId()).isEqualTo(first);
      assertThat(whole.response().metadata()).containsEntry("lines", "7");
    }
  }

  /// Describes a report: one request for the end of one version.
  @Test
  void s3ServesTheTailOfAnEarlierVersion() {
    try (S3Client s3 = s3()) {
      String first = putTwice(s3, "first!", "second");

      ResponseBytes<GetObjectResponse> tail =
          s3.getObjectAsBytes(get -> get.bucket(name).key(KEY).versionId(first).range("bytes=-4"));

      assertThat(tail.asUtf8String()).isEqualTo("rst!");
      assertThat(tail.response().contentRange()).isEqualTo("bytes 2-5/6");
    }
  }

  /// Uploads two texts under one key, and returns the version of the first.
  private String putTwice(S3Client s3, String first, String second) {
    s3.createBucket(bucket -> bucket.bucket(name));
    s3.putBucketVersioning(
        versioning ->
            versioning
                .bucket(name)
                .versioningConfiguration(to -> to.status(BucketVersioningStatus.ENABLED)));
    PutObjectRequest put =
        PutObjectRequest.builder().bucket(name).key(KEY).metadata(Map.of("lines", "7")).build();
    String version = s3.putObject(put, RequestBody.fromString(first)).versionId();
    s3.putObject(put, RequestBody.fromString(second));
    return version;
  }

  @Test
  void sqsDeliversADelayedMessageAndCountsItsReceives() {
    try (SqsClient sqs = sqs()) {
      String queue = sqs.createQueue(request -> request.queueName(name)).queueUrl();
      sqs.sendMessage(message -> message.queueUrl(queue).messageBody("due").delaySeconds(3));
      ReceiveMessageRequest receive =
          ReceiveMessageRequest.builder()
              .queueUrl(queue)
              .visibilityTimeout(0)
              .messageSystemAttributeNames(MessageSystemAttributeName.ALL)
              .build();

      assertThat(sqs.receiveMessage(receive).messages()).isEmpty();
      for (String receives : List.of("1", "2")) {
        assertThat(sqs.receiveMessage(receive.toBuilder().waitTimeSeconds(10).build()).messages())
            .singleElement()
            .extracting(Message::body, EndpointTest::receives)
            .containsExactly("due", receives);
      }
    }
  }

  private static String receives(Message message) {
    return message.attributes().get(MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT);
  }

  @Test
  void dynamoDbRefusesASecondItemAndReturnsTheFirst() {
    try (DynamoDbClient dynamoDb = dynamoDb()) {
      createTable(dynamoDb);
      dynamoDb.putItem(onlyOnce("first"));

      assertThatThrownBy(() -> dynamoDb.putItem(onlyOnce("second")))
          .isInstanceOfSatisfying(
              ConditionalCheckFailedException.class,
              refusal -> assertThat(refusal.item()).containsEntry("holder", text("first")));
    }
  }

  @Test
  void dynamoDbAppliesWholeTransactionsOrReturnsTheConflict() {
    try (DynamoDbClient dynamoDb = dynamoDb()) {
      createTable(dynamoDb);
      dynamoDb.putItem(onlyOnce("first"));

      assertThatThrownBy(() -> dynamoDb.transactWriteItems(deletionOfTwo("another")))
          .isInstanceOfSatisfying(
              TransactionCanceledException.class,
              canceled -> {
                assertThat(canceled.cancellationReasons())
                    .extracting(CancellationReason::code)
                    .containsExactly("None", "ConditionalCheckFailed");
                assertThat(canceled.cancellationReasons().getLast().item())
                    .containsEntry("holder", text("first"));
              });
      dynamoDb.transactWriteItems(deletionOfTwo("first"));
      assertThat(dynamoDb.scan(scan -> scan.tableName(name)).items()).isEmpty();
    }
  }

  /// Returns a transaction that deletes a missing item, and the item that `holder` must hold.
  private TransactWriteItemsRequest deletionOfTwo(String holder) {
    Delete any = Delete.builder().tableName(name).key(Map.of("id", text("two"))).build();
    Delete held =
        Delete.builder()
            .tableName(name)
            .key(Map.of("id", text("one")))
            .conditionExpression("holder = :h")
            .expressionAttributeValues(Map.of(":h", text(holder)))
            .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)
            .build();
    return TransactWriteItemsRequest.builder()
        .transactItems(
            TransactWriteItem.builder().delete(any).build(),
            TransactWriteItem.builder().delete(held).build())
        .build();
  }

  @Test
  void dynamoDbFindsInAnIndexOnlyItemsThatHaveItsKeys() {
    try (DynamoDbClient dynamoDb = dynamoDb()) {
      createTable(dynamoDb);
      dynamoDb.putItem(put -> put.tableName(name).item(Map.of("id", text("a"))));
      dynamoDb.putItem(
          put -> put.tableName(name).item(Map.of("id", text("b"), "holder", text("due"))));

      assertThat(
              dynamoDb
                  .query(
                      query ->
                          query
                              .tableName(name)
                              .indexName("by-holder")
                              .keyConditionExpression("holder = :h")
                              .expressionAttributeValues(Map.of(":h", text("due"))))
                  .items())
          .containsExactly(Map.of("id", text("b"), "holder", text("due")));
    }
  }

  private void createTable(DynamoDbClient dynamoDb) {
    dynamoDb.createTable(
        CreateTableRequest.builder()
            .tableName(name)
            .billingMode(BillingMode.PAY_PER_REQUEST)
            .attributeDefinitions(attribute("id"), attribute("holder"))
            .keySchema(key("id"))
            .globalSecondaryIndexes(
                GlobalSecondaryIndex.builder()
                    .indexName("by-holder")
                    .keySchema(key("holder"))
                    .projection(of -> of.projectionType(ProjectionType.KEYS_ONLY))
                    .build())
            .build());
    dynamoDb.waiter().waitUntilTableExists(table -> table.tableName(name));
  }

  private PutItemRequest onlyOnce(String holder) {
    return PutItemRequest.builder()
        .tableName(name)
        .item(Map.of("id", text("one"), "holder", text(holder)))
        .conditionExpression("attribute_not_exists(id)")
        .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)
        .build();
  }

  private static AttributeDefinition attribute(String name) {
    return AttributeDefinition.builder()
        .attributeName(name)
        .attributeType(ScalarAttributeType.S)
        .build();
  }

  private static KeySchemaElement key(String name) {
    return KeySchemaElement.builder().attributeName(name).keyType(KeyType.HASH).build();
  }

  private static AttributeValue text(String text) {
    return AttributeValue.fromS(text);
  }

  private static S3Client s3() {
    return S3Client.builder()
        .endpointOverride(AWS.s3())
        .region(Region.US_EAST_1)
        .credentialsProvider(AWS.accessKey().credentials())
        .httpClient(UrlConnectionHttpClient.create())
        .forcePathStyle(true)
        .build();
  }

  private static SqsClient sqs() {
    return SqsClient.builder()
        .endpointOverride(AWS.sqs())
        .region(Region.US_EAST_1)
        .credentialsProvider(AWS.accessKey().credentials())
        .httpClient(UrlConnectionHttpClient.create())
        .build();
  }

  private static DynamoDbClient dynamoDb() {
    return DynamoDbClient.builder()
        .endpointOverride(AWS.dynamoDb())
        .region(Region.US_EAST_1)
        .credentialsProvider(AWS.accessKey().credentials())
        .httpClient(UrlConnectionHttpClient.create())
        .build();
  }
}
