package io.cdrwebhooks.aws.dynamodb.table;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;

/// One item of each of two tables; each is empty if there is none.
public record TwoItems(Optional<Item> first, Optional<Item> second) {
  /// Reads both with one request. Each read is consistent, but the two may be from different
  /// moments.
  public static TwoItems read(Table first, Item firstKey, Table second, Item secondKey) {
    BatchGetItemResponse response =
        first.client.batchGetItem(
            request ->
                request.requestItems(
                    Map.of(
                        first.name(), first.keys(List.of(firstKey), true),
                        second.name(), second.keys(List.of(secondKey), true))));
    return new TwoItems(only(response, first, firstKey), only(response, second, secondKey));
  }

  /// Returns the item of a batch; reads an unprocessed key with a separate GetItem.
  private static Optional<Item> only(BatchGetItemResponse response, Table table, Item key) {
    return response.unprocessedKeys().containsKey(table.name())
        ? table.get(key)
        : response.responses().getOrDefault(table.name(), List.of()).stream()
            .findFirst()
            .map(Item::new);
  }
}
