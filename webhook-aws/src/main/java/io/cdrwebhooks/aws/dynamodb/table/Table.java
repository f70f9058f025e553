package io.cdrwebhooks.aws.dynamodb.table;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/// One table: consistent reads and conditional writes of single items.
///
/// [Expressions] says how conditions and updates name attributes and values. A fault of DynamoDB is
/// the SDK's exception.
public final class Table {
  /// The most tries of one call after conflicts with other writers or partial answers.
  public static final int MAX_TRIES = 50;

  final DynamoDbClient client;
  private final String name;
  private final List<String> keyNames;

  public Table(DynamoDbClient client, String name, String... keyNames) {
    this.client = client;
    this.name = name;
    this.keyNames = List.of(keyNames);
  }

  public String name() {
    return name;
  }

  /// Starts an empty transaction, which may write to several tables.
  public Transaction transaction() {
    return new Transaction(client);
  }

  /// Items in the order of the table or index. `last` is the key after which the next slice begins,
  /// empty at the end.
  public record Slice(List<Item> items, Optional<Item> last) {
    public static final Slice NOTHING = new Slice(List.of(), Optional.empty());
  }

  public Optional<Item> get(Item key) {
    GetItemRequest request =
        GetItemRequest.builder()
            .tableName(name)
            .key(keyOf(key).attributes())
            .consistentRead(true)
            .build();
    return found(client.getItem(request).item());
  }

  KeysAndAttributes keys(List<Item> keys, boolean consistently) {
    return KeysAndAttributes.builder()
        .keys(keys.stream().map(key -> keyOf(key).attributes()).toList())
        .consistentRead(consistently)
        .build();
  }

  /// Returns the item for half the cost of [#get]. The read may lag shortly behind the writes.
  public Optional<Item> getEventually(Item key) {
    return getAll(List.of(key), false).stream().findFirst();
  }

  /// Returns the items with these keys, at most 100 different ones, consistently and in any order;
  /// missing items are left out.
  ///
  /// @throws IllegalStateException if DynamoDB still leaves keys unread after [#MAX_TRIES] requests
  public List<Item> getAll(List<Item> keys) {
    return getAll(keys, true);
  }

  private List<Item> getAll(List<Item> keys, boolean consistently) {
    if (keys.isEmpty()) {
      return List.of();
    }
    Map<String, KeysAndAttributes> left = Map.of(name, keys(keys, consistently));
    List<Item> found = new ArrayList<>();
    for (int tries = 0; tries < MAX_TRIES && !left.isEmpty(); tries++) {
      BatchGetItemResponse response =
          client.batchGetItem(BatchGetItemRequest.builder().requestItems(left).build());
      response.responses().getOrDefault(name, List.of()).stream()
          .map(Item::new)
          .forEach(found::add);
      left = response.unprocessedKeys();
    }
    if (!left.isEmpty()) {
      throw new IllegalStateException(
          "DynamoDB must answer all keys of " + name + " within " + MAX_TRIES + " requests");
    }
    return found;
  }

  public Write put(Item item, String condition, Item values) {
    PutItemRequest request =
        PutItemRequest.builder()
            .tableName(name)
            .item(item.attributes())
            .conditionExpression(condition)
            .expressionAttributeNames(Expressions.namesOrNone(condition))
            .expressionAttributeValues(Expressions.valuesOrNone(values))
            .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)
            .build();
    return write(item, () -> found(client.putItem(request).attributes()));
  }

  /// Stores the item and replaces any item with its key. Returns false, without a read, if the
  /// condition did not hold; an empty condition always holds.
  public boolean putIf(Item item, String condition) {
    PutItemRequest request =
        PutItemRequest.builder()
            .tableName(name)
            .item(item.attributes())
            .conditionExpression(condition.isEmpty() ? null : condition)
            .expressionAttributeNames(Expressions.namesOrNone(condition))
            .build();
    return holds(() -> client.putItem(request));
  }

  public Write update(Item key, String update, String condition, Item values) {
    return write(key, updating(key, update, condition, values));
  }

  /// Updates the item as [#update] does, and returns it as it is after the update.
  public Write updateAndGet(Item key, String update, String condition, Item values) {
    return write(key, updating(key, update, condition, values).returnValues(ReturnValue.ALL_NEW));
  }

  /// Updates the item as [#update] does, and returns it as it was before; empty if there was none.
  public Write updateReturningOld(Item key, String update, String condition, Item values) {
    return write(key, updating(key, update, condition, values).returnValues(ReturnValue.ALL_OLD));
  }

  private Write write(Item key, UpdateItemRequest.Builder update) {
    UpdateItemRequest request =
        update
            .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)
            .build();
    return write(key, () -> found(client.updateItem(request).attributes()));
  }

  /// Updates the item. Returns false if the condition did not hold; it does not read the item then.
  /// An empty condition always holds.
  public boolean updateIf(Item key, String update, String condition, Item values) {
    UpdateItemRequest request = updating(key, update, condition, values).build();
    return holds(() -> client.updateItem(request));
  }

  /// Updates the item, and returns it as it is after the update. If the condition did not hold, it
  /// returns empty and reads nothing.
  public Optional<Item> updateIfAndGet(Item key, String update, String condition, Item values) {
    return updated(updating(key, update, condition, values).returnValues(ReturnValue.ALL_NEW));
  }

  /// Updates the item, and returns the new values of the attributes that the update names. If the
  /// condition did not hold, it returns empty. The caller needs no permission to see other
  /// attributes.
  public Optional<Item> updateIfAndGetUpdated(
      Item key, String update, String condition, Item values) {
    return updated(updating(key, update, condition, values).returnValues(ReturnValue.UPDATED_NEW));
  }

  private Optional<Item> updated(UpdateItemRequest.Builder update) {
    try {
      return found(client.updateItem(update.build()).attributes());
    } catch (ConditionalCheckFailedException e) {
      return Optional.empty();
    }
  }

  /// Deletes the item. Returns false if there is none.
  public boolean delete(Item key) {
    return deleteIf(key, "attribute_exists(#" + keyNames.getFirst() + ")", new Item());
  }

  /// Returns false, without a read, if the condition did not hold.
  public boolean deleteIf(Item key, String condition, Item values) {
    DeleteItemRequest request =
        DeleteItemRequest.builder()
            .tableName(name)
            .key(keyOf(key).attributes())
            .conditionExpression(condition)
            .expressionAttributeNames(Expressions.namesOrNone(condition))
            .expressionAttributeValues(Expressions.valuesOrNone(values))
            .build();
    return holds(() -> client.deleteItem(request));
  }

  /// Returns all items of one partition, consistently, in the order of their sort key.
  public List<Item> partition(Item partitionKey) {
    return all(whole(partitionKey));
  }

  /// Returns the first item of one partition, consistently.
  public Optional<Item> firstItem(Item partitionKey) {
    return end(partitionKey, true);
  }

  /// Returns the last item of one partition, consistently.
  public Optional<Item> lastItem(Item partitionKey) {
    return end(partitionKey, false);
  }

  private Optional<Item> end(Item partitionKey, boolean first) {
    QueryRequest.Builder request = whole(partitionKey).scanIndexForward(first).limit(1);
    return query(request, Optional.empty()).items().stream().findFirst();
  }

  List<Item> all(QueryRequest.Builder request) {
    List<Item> all = new ArrayList<>();
    Optional<Item> start = Optional.empty();
    do {
      Slice slice = query(request, start);
      all.addAll(slice.items());
      start = slice.last();
    } while (start.isPresent());
    return all;
  }

  /// Returns up to `limit` items of a section, the last sort key first. The read lags shortly
  /// behind the writes.
  public Slice newestFirst(Section section, Optional<Item> start, int limit) {
    return section.read(this, false, start, limit);
  }

  /// Returns up to `limit` items of a section, the first sort key first. The read lags shortly
  /// behind the writes.
  public Slice oldestFirst(Section section, Optional<Item> start, int limit) {
    return section.read(this, true, start, limit);
  }

  /// Returns the key attributes of an item of this table.
  private Item keyOf(Item item) {
    return item.only(keyNames);
  }

  private QueryRequest.Builder whole(Item partitionKey) {
    return new Partition("", partitionKey, "").query(this, "", new Item()).consistentRead(true);
  }

  Slice query(QueryRequest.Builder request, Optional<Item> start) {
    start.ifPresent(item -> request.exclusiveStartKey(item.attributes()));
    QueryResponse response = client.query(request.build());
    return new Slice(
        response.items().stream().map(Item::new).toList(), found(response.lastEvaluatedKey()));
  }

  private UpdateItemRequest.Builder updating(
      Item key, String update, String condition, Item values) {
    return UpdateItemRequest.builder()
        .tableName(name)
        .key(keyOf(key).attributes())
        .updateExpression(update)
        .conditionExpression(condition.isEmpty() ? null : condition)
        .expressionAttributeNames(Expressions.namesOrNone(update + " " + condition))
        .expressionAttributeValues(Expressions.valuesOrNone(values));
  }

  private static boolean holds(Runnable request) {
    try {
      request.run();
      return true;
    } catch (ConditionalCheckFailedException e) {
      return false;
    }
  }

  private Write write(Item item, Supplier<Optional<Item>> request) {
    try {
      return new Write(true, request.get());
    } catch (ConditionalCheckFailedException e) {
      return new Write(false, current(e, item));
    }
  }

  /// Returns the stored item that made a condition fail. Some emulators omit the item from the
  /// refusal; then this method reads it.
  private Optional<Item> current(ConditionalCheckFailedException refusal, Item item) {
    return refusal.hasItem() ? found(refusal.item()) : get(keyOf(item));
  }

  private static Optional<Item> found(Map<String, AttributeValue> attributes) {
    return attributes.isEmpty() ? Optional.empty() : Optional.of(new Item(attributes));
  }
}
