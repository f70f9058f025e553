package io.cdrwebhooks.aws.dynamodb;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
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
/// on [#TIME_TO_LIVE] of the deliveries and the download links.
public final class DynamoDbTables {
  /// Deliveries of a task by `createdAt`.
  public static final String BY_TASK = "by-task";

  /// Deliveries of a configuration by `createdAt`; deliveries that are UNROUTED are not in it.
  public static final String BY_CONFIGURATION = "by-configuration";

  /// Unix seconds from which an item may go.
  public static final String TIME_TO_LIVE = DeliveryItems.EXPIRES_AT;

  /// The attributes that both indexes of deliveries project, beside the other index's partition key
  /// ([#projectedInto]): with them a list gives whole deliveries.
  public static final List<String> LISTED_ATTRIBUTES = DeliveryItems.LISTED;

  /// How often creation looks whether a table is there: some 10 s.
  private static final int LOOKS = 200;

  private static final long MILLIS_BETWEEN_LOOKS = 50;

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
    return new Table(client, name, "tokenHash");
  }

  /// The non-key attributes that an index of deliveries projects.
  public static List<String> projectedInto(String index) {
    String otherKey =
        index.equals(BY_TASK) ? DeliveryItems.CONFIGURATION_ID : DeliveryItems.TASK_ID;
    return Stream.concat(Stream.of(otherKey), LISTED_ATTRIBUTES.stream()).toList();
  }

  public static List<CreateTableRequest> definitions(TableNames names) {
    return List.of(
        table(names.webhookConfigurations(), text(ConfigurationItems.ID)).build(),
        table(names.cdrTasks(), number(TaskItems.TASK_ID)).build(),
        deliveries(names.deliveries()),
        table(names.downloadLinks(), text("tokenHash")).build());
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
    List<AttributeDefinition> attributes = new ArrayList<>();
    attributes.add(text(DeliveryItems.ID));
    attributes.add(text(DeliveryItems.ITEM));
    attributes.add(number(DeliveryItems.TASK_ID));
    attributes.add(text(DeliveryItems.CONFIGURATION_ID));
    attributes.add(text(DeliveryItems.CREATED_AT));
    return table(name, text(DeliveryItems.ID))
        .attributeDefinitions(attributes)
        .keySchema(keys(DeliveryItems.ID, DeliveryItems.ITEM))
        .globalSecondaryIndexes(
            index(BY_TASK, DeliveryItems.TASK_ID),
            index(BY_CONFIGURATION, DeliveryItems.CONFIGURATION_ID))
        .build();
  }

  private static CreateTableRequest.Builder table(String name, AttributeDefinition key) {
    return CreateTableRequest.builder()
        .tableName(name)
        .billingMode(BillingMode.PAY_PER_REQUEST)
        .attributeDefinitions(key)
        .keySchema(keys(key.attributeName()));
  }

  private static GlobalSecondaryIndex index(String name, String partitionKey) {
    return GlobalSecondaryIndex.builder()
        .indexName(name)
        .keySchema(keys(partitionKey, DeliveryItems.CREATED_AT))
        .projection(
            Projection.builder()
                .projectionType(ProjectionType.INCLUDE)
                .nonKeyAttributes(projectedInto(name))
                .build())
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
