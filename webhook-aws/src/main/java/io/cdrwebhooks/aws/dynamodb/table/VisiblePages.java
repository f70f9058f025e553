package io.cdrwebhooks.aws.dynamodb.table;

import io.cdrwebhooks.paging.Page;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Reads pages of a table that also has hidden items: the names and the users of configurations,
/// and deleted tasks.
///
/// DynamoDB filters them out, because they lack the attribute `name` that each visible item has. If
/// a page has too few items, further requests fill it; usually one request is enough.
public record VisiblePages<T>(
    Table table, String name, Function<Item, T> reading, Function<Item, String> cursor) {
  /// The most requests for one page. If hardly any item is visible, the page is short.
  private static final int MAX_REQUESTS = 20;

  public Page<T> page(Optional<Item> from, int limit) {
    List<Item> found = new ArrayList<>();
    Optional<Item> start = from;
    for (int request = 0; request < MAX_REQUESTS && found.size() < limit; request++) {
      // A configuration has an item for its name, and one for its users once it had any.
      int looked = 2 * (limit - found.size()) + 1;
      Table.Slice slice = table.scan(start, looked, "attribute_exists(#" + name + ")", new Item());
      found.addAll(slice.items());
      start = slice.last();
      if (start.isEmpty()) {
        break;
      }
    }
    if (found.size() <= limit) {
      return new Page<>(found.stream().map(reading).toList(), start.map(cursor));
    }
    List<Item> cut = found.subList(0, limit);
    return new Page<>(cut.stream().map(reading).toList(), Optional.of(cursor.apply(cut.getLast())));
  }
}
