package io.cdrwebhooks.emulators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

/// Tests the transactions in front of Dynalite.
class DynamoDbTransactionsTest {
  @AutoClose
  private static final DynamoDbEmulator EMULATOR =
      DynamoDbEmulator.start(S3Fixture.ACCESS_KEY, null);

  @AutoClose
  private static final DynamoDbClient CLIENT =
      DynamoDbEmulatorTest.client(EMULATOR, S3Fixture.ACCESS_KEY);

  @BeforeAll
  static void createTables() {
    for (String table : List.of("first", "second")) {
      DynamoDbEmulatorTest.createTable(CLIENT, table);
    }
  }

  @Test
  void everyKindOfWriteTakesEffect() {
    put("first", "there");
    put("first", "gone");

    write(
        putting("second", "new"),
        counting("first", "there", 2),
        deleting("first", "gone"),
        TransactWriteItem.builder()
            .conditionCheck(
                check ->
                    check
                        .tableName("second")
                        .key(key("absent"))
                        .conditionExpression("attribute_not_exists(id)"))
            .build());

    assertThat(get("second", "new")).isEqualTo(key("new"));
    assertThat(count("first", "there")).isEqualTo(2);
    assertThat(get("first", "gone")).isEmpty();
    assertThat(get("second", "absent")).isEmpty();
  }

  @Test
  void failedConditionWritesNothing() {
    put("second", "taken");

    assertThatThrownBy(
            () ->
                write(
                    counting("first", "untouched", 1),
                    putting("second", "taken"),
                    putting("second", "free")))
        .isInstanceOfSatisfying(
            TransactionCanceledException.class,
            canceled -> {
              assertThat(canceled.cancellationReasons())
                  .extracting(CancellationReason::code)
                  .containsExactly("None", "ConditionalCheckFailed", "None");
              assertThat(canceled.cancellationReasons().get(1).item()).isEqualTo(key("taken"));
            });
    assertThat(get("first", "untouched")).isEmpty();
    assertThat(get("second", "free")).isEmpty();
  }

  @Test
  void oneItemCannotBeWrittenTwice() {
    assertThatThrownBy(() -> write(counting("first", "twice", 1), counting("first", "twice", 1)))
        .isInstanceOf(DynamoDbException.class)
        .hasMessageContaining("multiple operations on one item");
  }

  @Test
  void repeatUnderTheSameTokenChangesNothing() {
    for (int i = 0; i < 2; i++) {
      CLIENT.transactWriteItems(
          request -> request.clientRequestToken("once").transactItems(counting("first", "o", 1)));
    }
    assertThat(count("first", "o")).isOne();
  }

  /// Transactions move a count from one item to another, so the sum of both never changes.
  @Test
  void transactionsAreIsolatedFromOtherWriters() throws Exception {
    List<Callable<Object>> writers = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      writers.add(() -> write(counting("first", "from", -1), counting("second", "to", 1)));
      writers.add(() -> write(counting("second", "to", -1), counting("first", "from", 1)));
      writers.add(
          () ->
              CLIENT.updateItem(
                  update ->
                      update
                          .tableName("first")
                          .key(key("from"))
                          .updateExpression("ADD #count :one")
                          .expressionAttributeNames(Map.of("#count", "count"))
                          .expressionAttributeValues(Map.of(":one", number(1)))));
    }
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Object> writer : threads.invokeAll(writers)) {
        writer.get();
      }
    }
    assertThat(count("first", "from")).isEqualTo(20);
    assertThat(count("second", "to")).isZero();
  }

  private static Object write(TransactWriteItem... writes) {
    return CLIENT.transactWriteItems(request -> request.transactItems(writes));
  }

  private static TransactWriteItem putting(String table, String id) {
    return TransactWriteItem.builder()
        .put(
            put ->
                put.tableName(table)
                    .item(key(id))
                    .conditionExpression("attribute_not_exists(id)")
                    .returnValuesOnConditionCheckFailure(
                        ReturnValuesOnConditionCheckFailure.ALL_OLD))
        .build();
  }

  private static TransactWriteItem counting(String table, String id, int number) {
    return TransactWriteItem.builder()
        .update(
            update ->
                update
                    .tableName(table)
                    .key(key(id))
                    .updateExpression("ADD #count :number")
                    .expressionAttributeNames(Map.of("#count", "count"))
                    .expressionAttributeValues(Map.of(":number", number(number))))
        .build();
  }

  private static TransactWriteItem deleting(String table, String id) {
    return TransactWriteItem.builder()
        .delete(delete -> delete.tableName(table).key(key(id)))
        .build();
  }

  private static void put(String table, String id) {
    CLIENT.putItem(put -> put.tableName(table).item(key(id)));
  }

  private static Map<String, AttributeValue> get(String table, String id) {
    return CLIENT.getItem(get -> get.tableName(table).key(key(id)).consistentRead(true)).item();
  }

  private static int count(String table, String id) {
    return Integer.parseInt(get(table, id).get("count").n());
  }

  private static Map<String, AttributeValue> key(String id) {
    return Map.of("id", AttributeValue.fromS(id));
  }

  private static AttributeValue number(int number) {
    return AttributeValue.fromN(Integer.toString(number));
  }
}
