package io.cdrwebhooks.aws.dynamodb;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndexDescription;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.Projection;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.ResourceInUseException;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.TableStatus;

/// The keys and indexes of the tables, and their creation where no template does it: on one machine
/// and in tests.
///
/// The deployment's template defines the same keys, index names and projected attributes, and
/// beyond that what the emulators do not have: encryption, point-in-time recovery, and time to live
/// on [#TIME_TO_LIVE] of the deliveries, the download links and the counts.
public final class DynamoDbTables {
  /// Deliveries of a task by `createdAt`.
  public static final String BY_TASK = "by-task";

  /// Deliveries of a configuration by `createdAt`; deliveries that are UNROUTED are not in it.
  public static final String BY_CONFIGURATION = "by-configuration";

  /// Deliveries that are FAILED, HELD or UNROUTED, by status and shard, then `createdAt`; others
  /// are not in it.
  public static final String BY_STANDING = "by-standing";

  /// All deliveries, by a shard that never changes, then `createdAt`: their keys alone, so that it
  /// is written once for each.
  public static final String BY_TIME = "by-time";

  /// Lanes, jobs and deliveries that are not PENDING and due some time, by shard, then `dueAt`.
  public static final String DUE = "due";

  /// PENDING deliveries by their lane's shard, then `dueAt`.
  public static final String BY_LANE = "by-lane";

  /// Links of a delivery by `validUntil`.
  public static final String BY_DELIVERY = "by-delivery";

  /// Unix seconds from which an item may go.
  public static final String TIME_TO_LIVE = DeliveryItems.EXPIRES_AT;

  /// The attributes that the lists of deliveries project, beside what other lists have as partition
  /// key ([#projectedInto]): with them a list gives whole deliveries.
  public static final List<String> LISTED_ATTRIBUTES = DeliveryItems.LISTED;

  /// How often creation looks whether a table is there: some 10 s.
  private static final int LOOKS = 200;

  private static final long MILLIS_BETWEEN_LOOKS = 50;

  private static final Projection KEYS_ONLY =
      Projection.builder().projectionType(ProjectionType.KEYS_ONLY).build();

  private DynamoDbTables() {}

  static Table webhookConfigurations(DynamoDbClient client, String name) {
    return new Table(client, name, ConfigurationItems.ID);
  }

  static Table cdrTasks(DynamoDbClient client, String name) {
    return new Table(client, name, TaskItems.TASK_ID);
  }

  static Table deliveries(DynamoDbClient client, String name) {
    return new Table(client, name, DeliveryItems.ID, DeliveryItems.ITEM);
  }

  static Table downloadLinks(DynamoDbClient client, String name) {
    return new Table(client, name, DynamoDbDownloadLinks.TOKEN_HASH);
  }

  /// The non-key attributes that a list of deliveries projects.
  public static List<String> projectedInto(String index) {
    List<String> otherKeys =
        switch (index) {
          case BY_TASK -> List.of(DeliveryItems.CONFIGURATION_ID);
          case BY_CONFIGURATION -> List.of(DeliveryItems.TASK_ID);
          case BY_STANDING -> List.of(DeliveryItems.TASK_ID, DeliveryItems.CONFIGURATION_ID);
          default -> throw new IllegalArgumentException("no list of deliveries: " + index);
        };
    return Stream.concat(otherKeys.stream(), LISTED_ATTRIBUTES.stream()).toList();
  }

  public static List<CreateTableRequest> definitions(TableNames names) {
    return List.of(
        table(names.webhookConfigurations(), text(ConfigurationItems.ID)).build(),
        table(names.cdrTasks(), number(TaskItems.TASK_ID)).build(),
        deliveries(names.deliveries()),
        downloadLinks(names.downloadLinks()),
        statistics(names.statistics()));
  }

  /// Creates those tables that are not there yet, and returns when all can be used.
  ///
  /// @throws IllegalStateException if one is not ready after some ten seconds
  public static void create(DynamoDbClient client, TableNames names) throws InterruptedException {
    for (CreateTableRequest definition : definitions(names)) {
      try {
        client.createTable(definition);
      } catch (ResourceInUseException e) {
        // It is there from an earlier start: nothing to do but to see that it is ready.
      }
    }
    for (String name : names.all()) {
      awaitActive(client, name);
    }
  }

  /// Whether the tables have all indexes; those that an earlier version created may lack some, and
  /// creation adds none.
  public static boolean haveAllIndexes(DynamoDbClient client, TableNames names) {
    return definitions(names).stream()
        .allMatch(
            wanted ->
                indexes(
                        client
                            .describeTable(request -> request.tableName(wanted.tableName()))
                            .table()
                            .globalSecondaryIndexes(),
                        GlobalSecondaryIndexDescription::indexName)
                    .containsAll(
                        indexes(wanted.globalSecondaryIndexes(), GlobalSecondaryIndex::indexName)));
  }

  private static <T> List<String> indexes(List<T> indexes, Function<T, String> name) {
    return indexes.stream().map(name).toList();
  }

  /// The SDK's own waiter looks only every 20 seconds.
  private static void awaitActive(DynamoDbClient client, String name) throws InterruptedException {
    for (int look = 0; look < LOOKS; look++) {
      TableStatus status =
          client.describeTable(request -> request.tableName(name)).table().tableStatus();
      if (status == TableStatus.ACTIVE) {
        return;
      }
      Thread.sleep(MILLIS_BETWEEN_LOOKS);
    }
    throw new IllegalStateException("the table is still not ready: " + name);
  }

  private static CreateTableRequest deliveries(String name) {
    return table(name, text(DeliveryItems.ID))
        .attributeDefinitions(
            text(DeliveryItems.ID),
            text(DeliveryItems.ITEM),
            number(DeliveryItems.TASK_ID),
            text(DeliveryItems.CONFIGURATION_ID),
            text(DeliveryItems.STANDING),
            text(DeliveryItems.CREATED_AT),
            number(DeliveryItems.LIST_SHARD),
            number(DeliveryItems.DUE_SHARD),
            text(DeliveryItems.DUE_AT),
            text(DeliveryItems.LANE))
        .keySchema(keys(DeliveryItems.ID, DeliveryItems.ITEM))
        .globalSecondaryIndexes(
            list(BY_TASK, DeliveryItems.TASK_ID),
            list(BY_CONFIGURATION, DeliveryItems.CONFIGURATION_ID),
            list(BY_STANDING, DeliveryItems.STANDING),
            index(BY_TIME, keys(DeliveryItems.LIST_SHARD, DeliveryItems.CREATED_AT), KEYS_ONLY),
            index(
                DUE,
                keys(DeliveryItems.DUE_SHARD, DeliveryItems.DUE_AT),
                including(List.of(DeliveryItems.ANNOUNCED_AT, DeliveryItems.ANNOUNCED_FOR))),
            index(
                BY_LANE,
                keys(DeliveryItems.LANE, DeliveryItems.DUE_AT),
                including(List.of(DeliveryItems.ROUND_BEGAN_AT))))
        .build();
  }

  private static CreateTableRequest downloadLinks(String name) {
    String hash = DynamoDbDownloadLinks.TOKEN_HASH;
    String delivery = DynamoDbDownloadLinks.DELIVERY_ID;
    String validUntil = DynamoDbDownloadLinks.VALID_UNTIL;
    return table(name, text(hash))
        .attributeDefinitions(text(hash), text(delivery), text(validUntil))
        .globalSecondaryIndexes(index(BY_DELIVERY, keys(delivery, validUntil), KEYS_ONLY))
        .build();
  }

  private static CreateTableRequest statistics(String name) {
    String series = StatisticsItems.SERIES;
    String bucket = StatisticsItems.BUCKET;
    return table(name, text(series))
        .attributeDefinitions(text(series), text(bucket))
        .keySchema(keys(series, bucket))
        .build();
  }

  private static CreateTableRequest.Builder table(String name, AttributeDefinition key) {
    return CreateTableRequest.builder()
        .tableName(name)
        .billingMode(BillingMode.PAY_PER_REQUEST)
        .attributeDefinitions(key)
        .keySchema(keys(key.attributeName()));
  }

  private static GlobalSecondaryIndex list(String name, String partitionKey) {
    return index(
        name, keys(partitionKey, DeliveryItems.CREATED_AT), including(projectedInto(name)));
  }

  private static Projection including(List<String> attributes) {
    return Projection.builder()
        .projectionType(ProjectionType.INCLUDE)
        .nonKeyAttributes(attributes)
        .build();
  }

  private static GlobalSecondaryIndex index(
      String name, List<KeySchemaElement> keys, Projection projection) {
    return GlobalSecondaryIndex.builder()
        .indexName(name)
        .keySchema(keys)
        .projection(projection)
        .build();
  }

  private static List<KeySchemaElement> keys(String partition, String... sort) {
    List<KeySchemaElement> keys = new ArrayList<>();
    keys.add(key(partition, KeyType.HASH));
    for (String name : sort) {
      keys.add(key(name, KeyType.RANGE));
    }
    return keys;
  }

  private static KeySchemaElement key(String name, KeyType type) {
    return KeySchemaElement.builder().attributeName(name).keyType(type).build();
  }

  private static AttributeDefinition text(String name) {
    return attribute(name, ScalarAttributeType.S);
  }

  private static AttributeDefinition number(String name) {
    return attribute(name, ScalarAttributeType.N);
  }

  private static AttributeDefinition attribute(String name, ScalarAttributeType type) {
    return AttributeDefinition.builder().attributeName(name).attributeType(type).build();
  }
}
