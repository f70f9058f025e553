package io.cdrwebhooks.aws.dynamodb.table;

/// Counts how often a name of a configuration or a task was added, changed or removed, in the item
/// of `table` with this `key`. The transaction that changes a name also counts the change, so a
/// process that has read all names knows whether they are current.
public record NameChanges(Table table, Item key) {
  private static final String COUNT = "nameChanges";

  public void count(Transaction transaction) {
    transaction.update(table, key, "ADD #nameChanges :one", "", new Item().set(":one", 1));
  }

  long counted() {
    return table.get(key).flatMap(item -> item.number(COUNT)).orElse(0L);
  }
}
