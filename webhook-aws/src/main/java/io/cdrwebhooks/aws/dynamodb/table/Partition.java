package io.cdrwebhooks.aws.dynamodb.table;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;

/// One partition of an index, or of the table itself if `index` is empty. The read of an index lags
/// shortly behind the writes.
public record Partition(String index, Item key, String sortKey) {
  /// Returns up to `limit` items whose sort key is between two texts, both included, the last one
  /// first.
  public Table.Slice lastFirst(Table table, String from, String to, int limit) {
    QueryRequest.Builder request =
        between(table, new Item().set(":from", from).set(":to", to))
            .consistentRead(index.isEmpty())
            .scanIndexForward(false)
            .limit(limit);
    return table.query(request, Optional.empty());
  }

  /// Returns up to `limit` items whose sort key begins with a text, which is not empty, the last
  /// one first.
  public List<Item> beginningWith(Table table, String text, int limit) {
    QueryRequest.Builder request =
        query(table, " AND begins_with(#sort, :text)", new Item().set(":text", text))
            .scanIndexForward(false)
            .limit(limit);
    return table.query(request, Optional.empty()).items();
  }

  /// Returns up to `limit` items whose sort key is a number from `from` to `to`, the lowest first,
  /// or the highest first.
  public List<Item> numbers(Table table, long from, long to, boolean lowestFirst, int limit) {
    QueryRequest.Builder request =
        between(table, new Item().set(":from", from).set(":to", to))
            .scanIndexForward(lowestFirst)
            .limit(limit);
    return table.query(request, Optional.empty()).items();
  }

  /// Returns all items whose sort key is between two texts, both included. The read lags shortly
  /// behind the writes.
  public List<Item> between(Table table, String from, String to) {
    return table.all(between(table, new Item().set(":from", from).set(":to", to)));
  }

  /// Asks for the items whose sort key is between `:from` and `:to`, both included.
  QueryRequest.Builder between(Table table, Item ends) {
    return query(table, " AND #sort BETWEEN :from AND :to", ends);
  }

  /// Asks for the items that also meet `condition`, which names the sort key `#sort`; for all items
  /// if it is empty.
  QueryRequest.Builder query(Table table, String condition, Item values) {
    Map.Entry<String, AttributeValue> only = key.attributes().entrySet().iterator().next();
    return QueryRequest.builder()
        .tableName(table.name())
        .indexName(index.isEmpty() ? null : index)
        .keyConditionExpression("#key = :key" + condition)
        .expressionAttributeNames(
            condition.isEmpty()
                ? Map.of("#key", only.getKey())
                : Map.of("#key", only.getKey(), "#sort", sortKey))
        .expressionAttributeValues(
            new Item(Map.of(":key", only.getValue())).setAll(values).attributes());
  }
}
