package io.cdrwebhooks.deployment.forget;

import io.cdrwebhooks.aws.dynamodb.table.Item;
import io.cdrwebhooks.aws.dynamodb.table.Table;

/// The items of one table. Unless `really` is true, it only counts them.
record StoredItems(Table table, boolean really) {
  ErasureCount erase(Item item) {
    return really
        ? ErasureCount.deletedIf(table.delete(item))
        : new ErasureCount(table.get(item).isPresent() ? 1 : 0, 0);
  }

  /// Erases the items of a partition in the order of their sort key.
  ErasureCount erasePartition(Item partition) {
    return table.partition(partition).stream()
        .map(this::erase)
        .reduce(ErasureCount.NONE, ErasureCount::plus);
  }
}
