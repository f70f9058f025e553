package io.cdrwebhooks.aws.dynamodb;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/// A table of numbers that many add to: updates that read nothing before, and reads that may be a
/// moment behind the writes, at half the price.
final class CounterTable {
  /// What DynamoDB takes in one request for several items.
  static final int MOST_KEYS = 100;

  /// How often what was left out of a batch, for a throttle, is asked for again.
  private static final int PATIENCE = 5;

  private final DynamoDbClient client;
  private final String name;

  CounterTable(DynamoDbClient client, String name) {
    this.client = client;
    this.name = name;
  }

  /// Adds the numbers of `more` to those of an item, and makes its other attributes those of `set`.
  void add(Item key, Item more, Item set) {
    String added =
        more.names().stream()
            .map(attribute -> "#" + attribute + " :" + attribute)
            .collect(Collectors.joining(", "));
    Map<String, AttributeValue> values = new HashMap<>(set.asValues().attributes());
    values.putAll(more.asValues().attributes());
    UpdateItemRequest request =
        updating(key, Change.to(set).expression() + " ADD " + added)
            .expressionAttributeNames(names(set.names(), more.names()))
            .expressionAttributeValues(values)
            .build();
    client.updateItem(request);
  }

  /// Changes an item, or makes one, unless it has the same or a greater value of `attribute`.
  void changeIfGreater(String attribute, Item key, Change change) {
    UpdateItemRequest request =
        updating(key, change.expression())
            .conditionExpression(
                "attribute_not_exists(#%1$s) OR #%1$s < :%1$s".formatted(attribute))
            .expressionAttributeNames(names(change.set().names(), change.removed()))
            .expressionAttributeValues(change.values().attributes())
            .build();
    try {
      client.updateItem(request);
    } catch (ConditionalCheckFailedException _) {
      // Somebody else knows of something later.
    }
  }

  /// The items of a partition whose sort key lies between two texts, both included.
  List<Item> between(Item partitionKey, String sortKey, String from, String to) {
    Map.Entry<String, AttributeValue> key = partitionKey.attributes().entrySet().iterator().next();
    QueryRequest.Builder request =
        QueryRequest.builder()
            .tableName(name)
            .keyConditionExpression("#key = :key AND #sort BETWEEN :from AND :to")
            .expressionAttributeNames(Map.of("#key", key.getKey(), "#sort", sortKey))
            .expressionAttributeValues(
                new Item(Map.of(":key", key.getValue()))
                    .set(":from", from)
                    .set(":to", to)
                    .attributes());
    List<Item> found = new ArrayList<>();
    QueryResponse response;
    do {
      response = client.query(request.build());
      response.items().forEach(attributes -> found.add(new Item(attributes)));
      request.exclusiveStartKey(response.lastEvaluatedKey());
    } while (response.hasLastEvaluatedKey() && !response.lastEvaluatedKey().isEmpty());
    return found;
  }

  /// Those of at most [#MOST_KEYS] items that there are, in no order.
  ///
  /// @throws IllegalStateException if DynamoDB leaves some out again and again
  List<Item> all(List<Item> keys) {
    List<Item> found = new ArrayList<>();
    Map<String, KeysAndAttributes> wanted =
        Map.of(
            name,
            KeysAndAttributes.builder().keys(keys.stream().map(Item::attributes).toList()).build());
    for (int round = 0; round < PATIENCE && !wanted.isEmpty(); round++) {
      Map<String, KeysAndAttributes> asked = wanted;
      BatchGetItemResponse response = client.batchGetItem(get -> get.requestItems(asked));
      response
          .responses()
          .getOrDefault(name, List.of())
          .forEach(attributes -> found.add(new Item(attributes)));
      wanted = response.unprocessedKeys();
    }
    if (!wanted.isEmpty()) {
      throw new IllegalStateException("the table is throttled: " + name);
    }
    return found;
  }

  private UpdateItemRequest.Builder updating(Item key, String update) {
    return UpdateItemRequest.builder()
        .tableName(name)
        .key(key.attributes())
        .updateExpression(update);
  }

  private static Map<String, String> names(
      Collection<String> attributes, Collection<String> others) {
    return Stream.concat(attributes.stream(), others.stream())
        .collect(Collectors.toMap(attribute -> "#" + attribute, Function.identity()));
  }
}
