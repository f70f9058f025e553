package io.cdrwebhooks.aws.dynamodb;

import java.util.Optional;
import java.util.UUID;

/// The announcements of writes that must first settle something with another item.
///
/// A writer puts its own random name (`pendingBy`) on the item it is going to write, settles the
/// matter elsewhere, and writes on condition that its name still stands. Whoever the write would
/// get into conflict with withdraws the name, and the write fails. So the one item decides, and a
/// writer that died in between stands in nobody's way.
///
/// An item that is announced and was never written is a draft: it has no `revision`, and nobody
/// sees it.
final class PendingWrites {
  static final String REVISION = "revision";
  static final String PENDING_BY = "pendingBy";

  /// Which configuration an announced write of a task will use.
  static final String PENDING_CONFIGURATION = "pendingConfigurationId";

  /// Who wrote the item as it stands: a write that was repeated because its answer was lost knows
  /// its own work again.
  static final String WRITTEN_BY = "writtenBy";

  static final String IS_VISIBLE = "attribute_exists(#revision)";
  static final String IS_NEW = "attribute_not_exists(#revision)";
  static final String STILL_PENDING = "#pendingBy = :writer";

  /// How often a write starts again because of others, before it gives up: each time somebody else
  /// got ahead.
  static final int PATIENCE = 50;

  private PendingWrites() {}

  static boolean isVisible(Item item) {
    return item.has(REVISION);
  }

  static boolean has(Optional<Item> item, String attribute, String value) {
    return item.flatMap(found -> found.text(attribute)).equals(Optional.of(value));
  }

  /// Withdraws the announcement that `seen` carries; false if the item was changed since, so that
  /// it must be looked at again.
  static boolean withdraw(Table table, Item seen) {
    Item key = table.keyOf(seen);
    String writer = seen.requiredText(PENDING_BY);
    return isVisible(seen)
        ? withdrawFromVisible(table, key, writer)
        : withdrawDraft(table, key, writer);
  }

  static boolean withdrawFromVisible(Table table, Item key, String writer) {
    return table.updateIf(
        STILL_PENDING,
        key,
        "REMOVE #pendingBy, #pendingConfigurationId",
        new Item().set(":writer", writer));
  }

  static boolean withdrawDraft(Table table, Item key, String writer) {
    return table.deleteIf(STILL_PENDING + " AND " + IS_NEW, key, new Item().set(":writer", writer));
  }

  /// A name for one write, like no other's.
  static String newWriter() {
    return UUID.randomUUID().toString();
  }
}
