package io.cdrwebhooks.aws.dynamodb;

import io.cdrwebhooks.aws.dynamodb.table.Item;
import io.cdrwebhooks.aws.dynamodb.table.SingleItems;
import io.cdrwebhooks.aws.dynamodb.table.Table;
import io.cdrwebhooks.aws.dynamodb.table.TableNames;
import io.cdrwebhooks.lane.FirstReads;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
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

/// All tables together: it creates them from their [TableDefinition]s, for the local system and for
/// tests, and reads from several of them with one request.
public final class DynamoDbTables {
  /// The number of checks whether a new table is ready; together they take some 10 s.
  private static final int MAX_CHECKS = 200;

  private static final long MILLIS_BETWEEN_CHECKS = 50;

  private DynamoDbTables() {}

  /// Reads what a lane's turn needs first with one request.
  public static FirstReads firstReads(DynamoDbClient client, TableNames names) {
    Table configurations =
        TableDefinition.WEBHOOK_CONFIGURATIONS.open(client, names.webhookConfigurations());
    Table deliveries = TableDefinition.DELIVERIES.open(client, names.deliveries());
    Table tasks = TableDefinition.CDR_TASKS.open(client, names.cdrTasks());
    return (configuration, delivery, task) -> {
      Map<Table, Item> found =
          SingleItems.read(
              Map.of(
                  configurations, ConfigurationItems.key(configuration),
                  deliveries, DeliveryItems.key(delivery),
                  tasks, TaskItems.key(task)));
      return new FirstReads.Found(
          Optional.ofNullable(found.get(configurations)).map(ConfigurationItems::configuration),
          Optional.ofNullable(found.get(deliveries)).map(DeliveryItems::delivery),
          Optional.ofNullable(found.get(tasks)).flatMap(TaskItems::taskIfAny));
    };
  }

  public static List<CreateTableRequest> definitions(TableNames names) {
    return IntStream.range(0, names.all().size())
        .mapToObj(i -> request(names.all().get(i), TableDefinition.ALL.get(i)))
        .toList();
  }

  /// Creates missing tables, and returns when all tables are ready.
  ///
  /// @throws IllegalStateException if one is not ready after some ten seconds
  public static void create(DynamoDbClient client, TableNames names) throws InterruptedException {
    for (CreateTableRequest definition : definitions(names)) {
      try {
        client.createTable(definition);
      } catch (ResourceInUseException e) {
        // The table exists from an earlier start; only wait until it is ready.
      }
    }
    for (String name : names.all()) {
      awaitActive(client, name);
    }
  }

  /// Returns whether the tables have all indexes with their keys. Tables of an earlier version may
  /// have others, and [#create] does not change existing tables.
  public static boolean haveAllIndexes(DynamoDbClient client, TableNames names) {
    return definitions(names).stream()
        .allMatch(
            wanted ->
                indexes(
                        client
                            .describeTable(request -> request.tableName(wanted.tableName()))
                            .table()
                            .globalSecondaryIndexes(),
                        index -> new NamedKeys(index.indexName(), index.keySchema()))
                    .containsAll(
                        indexes(
                            wanted.globalSecondaryIndexes(),
                            index -> new NamedKeys(index.indexName(), index.keySchema()))));
  }

  private record NamedKeys(String index, List<KeySchemaElement> keys) {}

  private static <T> List<NamedKeys> indexes(List<T> indexes, Function<T, NamedKeys> keys) {
    return indexes.stream().map(keys).toList();
  }

  /// Waits until the table is active. The SDK's own waiter checks only every 20 seconds.
  private static void awaitActive(DynamoDbClient client, String name) throws InterruptedException {
    for (int look = 0; look < MAX_CHECKS; look++) {
      TableStatus status =
          client.describeTable(request -> request.tableName(name)).table().tableStatus();
      if (status == TableStatus.ACTIVE) {
        return;
      }
      Thread.sleep(MILLIS_BETWEEN_CHECKS);
    }
    throw new IllegalStateException("table must become active: " + name);
  }

  private static CreateTableRequest request(String name, TableDefinition table) {
    CreateTableRequest.Builder request =
        CreateTableRequest.builder()
            .tableName(name)
            .billingMode(BillingMode.PAY_PER_REQUEST)
            .attributeDefinitions(table.keys().stream().map(DynamoDbTables::attribute).toList())
            .keySchema(keys(table.partitionKey(), table.sortKey()));
    return table.indexes().isEmpty()
        ? request.build()
        : request
            .globalSecondaryIndexes(
                table.indexes().stream().map(DynamoDbTables::globalSecondaryIndex).toList())
            .build();
  }

  private static GlobalSecondaryIndex globalSecondaryIndex(TableDefinition.Index index) {
    Projection projection =
        index.projected().isEmpty()
            ? Projection.builder().projectionType(ProjectionType.KEYS_ONLY).build()
            : Projection.builder()
                .projectionType(ProjectionType.INCLUDE)
                .nonKeyAttributes(index.projected())
                .build();
    return GlobalSecondaryIndex.builder()
        .indexName(index.name())
        .keySchema(keys(index.partitionKey(), Optional.of(index.sortKey())))
        .projection(projection)
        .build();
  }

  private static List<KeySchemaElement> keys(
      TableDefinition.Key partition, Optional<TableDefinition.Key> sort) {
    return Stream.concat(
            Stream.of(key(partition, KeyType.HASH)),
            sort.stream().map(name -> key(name, KeyType.RANGE)))
        .toList();
  }

  private static KeySchemaElement key(TableDefinition.Key key, KeyType type) {
    return KeySchemaElement.builder().attributeName(key.name()).keyType(type).build();
  }

  private static AttributeDefinition attribute(TableDefinition.Key key) {
    return AttributeDefinition.builder()
        .attributeName(key.name())
        .attributeType(key.isNumber() ? ScalarAttributeType.N : ScalarAttributeType.S)
        .build();
  }
}
