package io.cdrwebhooks.aws.dynamodb.table;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

/// Writes to several items, at most 100 different ones: DynamoDB performs all of the writes or
/// none. A write may have a condition; an empty text means none.
///
/// The SDK gives each transaction a token. If it repeats a transaction whose answer was lost,
/// DynamoDB recognises the token and changes nothing.
public final class Transaction {
  private final DynamoDbClient client;
  private final List<TransactWriteItem> writes = new ArrayList<>();

  public Transaction(DynamoDbClient client) {
    this.client = client;
  }

  public Transaction put(Table table, Item item, String condition, Item values) {
    return with(
        write ->
            write.put(
                put ->
                    put.tableName(table.name())
                        .item(item.attributes())
                        .conditionExpression(condition)
                        .expressionAttributeNames(Expressions.namesOrNone(condition))
                        .expressionAttributeValues(Expressions.valuesOrNone(values))));
  }

  public Transaction update(Table table, Item key, String update, String condition, Item values) {
    return with(
        write ->
            write.update(
                part ->
                    part.tableName(table.name())
                        .key(key.attributes())
                        .updateExpression(update)
                        .conditionExpression(expressionOrNone(condition))
                        .expressionAttributeNames(Expressions.namesOrNone(update + " " + condition))
                        .expressionAttributeValues(Expressions.valuesOrNone(values))));
  }

  public Transaction delete(Table table, Item key, String condition, Item values) {
    return with(
        write ->
            write.delete(
                delete ->
                    delete
                        .tableName(table.name())
                        .key(key.attributes())
                        .conditionExpression(expressionOrNone(condition))
                        .expressionAttributeNames(Expressions.namesOrNone(condition))
                        .expressionAttributeValues(Expressions.valuesOrNone(values))
                        .returnValuesOnConditionCheckFailure(
                            ReturnValuesOnConditionCheckFailure.ALL_OLD)));
  }

  /// Adds a condition on an item that is not written. If it does not hold, the transaction writes
  /// nothing.
  public Transaction check(Table table, Item key, String condition) {
    return with(
        write ->
            write.conditionCheck(
                check ->
                    check
                        .tableName(table.name())
                        .key(key.attributes())
                        .conditionExpression(condition)
                        .expressionAttributeNames(Expressions.namesOrNone(condition))));
  }

  /// Performs the writes. Returns empty if all succeeded. Otherwise nothing was written, and the
  /// result maps the index of each write whose condition did not hold to the item that prevented a
  /// deletion.
  public Map<Integer, Item> perform() {
    for (int tryNumber = 1; ; tryNumber++) {
      try {
        client.transactWriteItems(request -> request.transactItems(writes));
        return Map.of();
      } catch (TransactionCanceledException canceled) {
        Map<Integer, Item> refused = refused(canceled.cancellationReasons());
        if (!refused.isEmpty()) {
          return refused;
        }
        if (tryNumber == Table.MAX_TRIES || !isConflict(canceled)) {
          throw canceled;
        }
      }
    }
  }

  private static Map<Integer, Item> refused(List<CancellationReason> reasons) {
    Map<Integer, Item> refused = new TreeMap<>();
    for (int place = 0; place < reasons.size(); place++) {
      if ("ConditionalCheckFailed".equals(reasons.get(place).code())) {
        refused.put(place, new Item(reasons.get(place).item()));
      }
    }
    return refused;
  }

  /// Returns whether another transaction holds one of the items, as it does for some milliseconds.
  private static boolean isConflict(TransactionCanceledException canceled) {
    return canceled.cancellationReasons().stream()
        .anyMatch(reason -> "TransactionConflict".equals(reason.code()));
  }

  private Transaction with(Consumer<TransactWriteItem.Builder> write) {
    writes.add(TransactWriteItem.builder().applyMutation(write).build());
    return this;
  }

  private static @Nullable String expressionOrNone(String condition) {
    return condition.isEmpty() ? null : condition;
  }
}
