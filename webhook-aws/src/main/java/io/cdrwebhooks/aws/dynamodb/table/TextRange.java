package io.cdrwebhooks.aws.dynamodb.table;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;

/// One partition of an index, or of the table itself if `index` is empty, whose sort key is a text.
public record TextRange(Optional<String> index, Item partitionKey, String sortKey) {
  /// Returns up to `limit` items whose sort key is between two texts, both included, the last one
  /// first. The read of an index lags shortly behind the writes.
  public Table.Slice lastFirst(Table table, String from, String to, int limit) {
    Map.Entry<String, AttributeValue> only = partitionKey.attributes().entrySet().iterator().next();
    QueryRequest request =
        QueryRequest.builder()
            .tableName(table.name())
            .indexName(index.orElse(null))
            .consistentRead(index.isEmpty())
            .keyConditionExpression("#key = :key AND #sort BETWEEN :from AND :to")
            .expressionAttributeNames(Map.of("#key", only.getKey(), "#sort", sortKey))
            .expressionAttributeValues(
                new Item(Map.of(":key", only.getValue()))
                    .set(":from", from)
                    .set(":to", to)
                    .attributes())
            .scanIndexForward(false)
            .limit(limit)
            .build();
    QueryResponse response = table.client.query(request);
    List<Item> items = response.items().stream().map(Item::new).toList();
    return new Table.Slice(
        items,
        response.hasLastEvaluatedKey()
            ? Optional.of(new Item(response.lastEvaluatedKey()))
            : Optional.empty());
  }
}
