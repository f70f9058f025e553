package io.cdrwebhooks.deployment.forget;

import io.cdrwebhooks.aws.dynamodb.table.Item;
import io.cdrwebhooks.aws.dynamodb.table.Table;

/// The items of one table. Unless `really` is true, it only counts them.
record StoredItems(Table table, boolean really) {
  Count erase(Item item) {
    return really
        ? Count.deletedIf(table.delete(item))
        : new Count(table.get(item).isPresent() ? 1 : 0, 0);
  }

  /// Erases the items of a partition in the order of their sort key.
  Count erasePartition(Item partition) {
    return table.partition(partition).stream().map(this::erase).reduce(Count.NONE, Count::plus);
  }
}
