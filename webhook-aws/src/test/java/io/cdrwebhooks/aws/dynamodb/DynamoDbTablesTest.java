package io.cdrwebhooks.aws.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.aws.dynamodb.table.TableNames;
import io.cdrwebhooks.emulators.backend.SpeaksToAws;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.waiters.DynamoDbWaiter;

class DynamoDbTablesTest {
  private static final List<CreateTableRequest> TABLES =
      DynamoDbTables.definitions(TableNames.STANDARD);

  /// Source: Amazon DynamoDB Developer Guide, "Quotas in Amazon DynamoDB", and the API's reference
  /// of Projection.
  @Test
  void indexesProjectNoMoreAttributesThanDynamoDbAllows() {
    for (CreateTableRequest table : TABLES) {
      assertThat(table.globalSecondaryIndexes())
          .allSatisfy(
              index -> assertThat(index.projection().nonKeyAttributes()).hasSizeLessThan(21));
      assertThat(
              table.globalSecondaryIndexes().stream()
                  .mapToInt(index -> index.projection().nonKeyAttributes().size())
                  .sum())
          .isLessThan(101);
    }
  }

  @Test
  @SpeaksToAws
  void tableOfAnEarlierVersionIsNoticed() {
    TestTables tables = TestTables.create();
    assertThat(DynamoDbTables.haveAllIndexes(tables.client(), tables.names())).isTrue();

    CreateTableRequest now =
        DynamoDbTables.definitions(tables.names()).stream()
            .filter(table -> table.tableName().equals(tables.names().downloadLinks()))
            .findAny()
            .orElseThrow();
    GlobalSecondaryIndex index = now.globalSecondaryIndexes().getFirst();
    replace(
        tables,
        now.toBuilder()
            .attributeDefinitions(now.attributeDefinitions().getFirst())
            .globalSecondaryIndexes((List<GlobalSecondaryIndex>) null)
            .build());
    assertThat(DynamoDbTables.haveAllIndexes(tables.client(), tables.names()))
        .as("without an index")
        .isFalse();

    replace(
        tables,
        now.toBuilder()
            .attributeDefinitions(now.attributeDefinitions().subList(0, 2))
            .globalSecondaryIndexes(
                index.toBuilder().keySchema(index.keySchema().getFirst()).build())
            .build());
    assertThat(DynamoDbTables.haveAllIndexes(tables.client(), tables.names()))
        .as("with another key of an index")
        .isFalse();
  }

  private static void replace(TestTables tables, CreateTableRequest other) {
    String name = other.tableName();
    var _ = tables.client().deleteTable(request -> request.tableName(name));
    // A table that is being deleted keeps its name for a moment.
    try (DynamoDbWaiter waiter =
        DynamoDbWaiter.builder()
            .client(tables.client())
            .overrideConfiguration(
                polling ->
                    polling
                        .maxAttempts(1_000)
                        .backoffStrategyV2(BackoffStrategy.fixedDelay(Duration.ofMillis(10))))
            .build()) {
      var _ = waiter.waitUntilTableNotExists(request -> request.tableName(name));
    }
    var _ = tables.client().createTable(other);
  }
}
