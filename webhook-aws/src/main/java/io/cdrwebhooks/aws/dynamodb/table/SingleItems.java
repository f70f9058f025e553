package io.cdrwebhooks.aws.dynamodb.table;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;

/// Reads one item of each of several tables with one request.
public final class SingleItems {
  private SingleItems() {}

  /// Returns the item of each table that has one with its key. Each read is consistent, but they
  /// may be from different times. `keys` has at least one table, and each only once.
  public static Map<Table, Item> read(Map<Table, Item> keys) {
    Map<String, KeysAndAttributes> wanted = new HashMap<>();
    keys.forEach((table, key) -> wanted.put(table.name(), table.keys(List.of(key), true)));
    Table any = keys.keySet().iterator().next();
    BatchGetItemResponse response =
        any.client.batchGetItem(request -> request.requestItems(wanted));
    Map<Table, Item> found = new HashMap<>();
    keys.forEach(
        (table, key) -> only(response, table, key).ifPresent(item -> found.put(table, item)));
    return found;
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
