package io.cdrwebhooks.aws.dynamodb;

import io.cdrwebhooks.aws.dynamodb.table.Item;
import io.cdrwebhooks.aws.dynamodb.table.TableNames;
import io.cdrwebhooks.aws.dynamodb.work.DynamoDbBulkJobs;
import io.cdrwebhooks.aws.dynamodb.work.DynamoDbDigests;
import io.cdrwebhooks.aws.dynamodb.work.DynamoDbDueIndex;
import io.cdrwebhooks.aws.dynamodb.work.DynamoDbLanes;
import io.cdrwebhooks.aws.dynamodb.work.DynamoDbStatements;
import io.cdrwebhooks.aws.dynamodb.work.DynamoDbWorkNotes;
import io.cdrwebhooks.configuration.CdrTasks;
import io.cdrwebhooks.configuration.WebhookConfigurations;
import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.emulators.AwsEndpoints;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// Tables under names that no other test uses, and stores on them.
public record TestTables(DynamoDbClient client, TableNames names) {
  public static TestTables create() {
    DynamoDbClient client = client(Apache5HttpClient.create(), List.of());
    TableNames names = TableNames.withPrefix("test-" + UUID.randomUUID() + "-");
    try {
      DynamoDbTables.create(client, names);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
    return new TestTables(client, names);
  }

  /// The same tables through another HTTP client.
  public TestTables through(SdkHttpClient http) {
    return new TestTables(client(http, List.of()), names);
  }

  /// The same tables with an interceptor that sees every request and answer.
  TestTables watchedBy(ExecutionInterceptor watch) {
    return new TestTables(client(Apache5HttpClient.create(), List.of(watch)), names);
  }

  WebhookConfigurations configurations() {
    return new DynamoDbWebhookConfigurations(
        client, names.webhookConfigurations(), Optional.empty());
  }

  CdrTasks tasks() {
    return new DynamoDbCdrTasks(
        client, names.webhookConfigurations(), names.cdrTasks(), Optional.empty());
  }

  public DynamoDbDeliveries deliveries() {
    return new DynamoDbDeliveries(client, names.deliveries());
  }

  public DynamoDbBulkJobs jobs() {
    return new DynamoDbBulkJobs(client, names.deliveries());
  }

  public DynamoDbWorkNotes notes() {
    return new DynamoDbWorkNotes(client, names.deliveries());
  }

  public DynamoDbDigests digests() {
    return new DynamoDbDigests(client, names.deliveries());
  }

  public DynamoDbStatements statements() {
    return new DynamoDbStatements(client, names.deliveries());
  }

  public DynamoDbLanes lanes() {
    return new DynamoDbLanes(client, names.deliveries());
  }

  public DynamoDbDueIndex dueIndex() {
    return new DynamoDbDueIndex(client, names.deliveries());
  }

  DynamoDbDownloadLinks links() {
    return new DynamoDbDownloadLinks(client, names.downloadLinks());
  }

  DynamoDbStatistics statistics() {
    return new DynamoDbStatistics(client, names.statistics(), Duration.ofSeconds(10));
  }

  /// The store as a deployment uses it.
  DynamoDbStatistics impatientStatistics() {
    return new DynamoDbStatistics(client, names.statistics());
  }

  DynamoDbChanges changes() {
    return new DynamoDbChanges(client, names.changes());
  }

  /// The item with this key as it is stored; empty if there is none.
  public Map<String, AttributeValue> stored(String table, Item key) {
    return client.getItem(request -> request.tableName(table).key(key.attributes())).item();
  }

  /// The indexes of deliveries that contain an item with these attributes.
  public static List<String> indexesOf(Map<String, AttributeValue> item) {
    return TableDefinition.DELIVERIES.indexes().stream()
        .filter(index -> item.containsKey(index.partitionKey().name()))
        .filter(index -> item.containsKey(index.sortKey().name()))
        .map(TableDefinition.Index::name)
        .toList();
  }

  /// A delivery and its attempts, as they are stored.
  List<Map<String, AttributeValue>> itemsOf(Delivery delivery) {
    return client
        .query(
            request ->
                request
                    .tableName(names.deliveries())
                    .keyConditionExpression("id = :id")
                    .expressionAttributeValues(
                        Map.of(":id", AttributeValue.fromS(delivery.id().value()))))
        .items();
  }

  /// Tries again at once, so that no test waits.
  private static DynamoDbClient client(SdkHttpClient http, List<ExecutionInterceptor> watches) {
    AwsEndpoints aws = AwsEndpoints.forTests();
    return DynamoDbClient.builder()
        .endpointOverride(aws.dynamoDb())
        .region(Region.of(aws.region()))
        .credentialsProvider(aws.accessKey().credentials())
        .httpClient(http)
        .overrideConfiguration(
            override ->
                override
                    .executionInterceptors(watches)
                    .retryStrategy(
                        AwsRetryStrategy.standardRetryStrategy().toBuilder()
                            .backoffStrategy(BackoffStrategy.retryImmediately())
                            .build()))
        .build();
  }
}
