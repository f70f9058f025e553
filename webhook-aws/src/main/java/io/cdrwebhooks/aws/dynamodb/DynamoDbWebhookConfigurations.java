package io.cdrwebhooks.aws.dynamodb;

import io.cdrwebhooks.aws.dynamodb.table.CachedNames;
import io.cdrwebhooks.aws.dynamodb.table.Change;
import io.cdrwebhooks.aws.dynamodb.table.Cursors;
import io.cdrwebhooks.aws.dynamodb.table.Item;
import io.cdrwebhooks.aws.dynamodb.table.NameChanges;
import io.cdrwebhooks.aws.dynamodb.table.Table;
import io.cdrwebhooks.aws.dynamodb.table.Transaction;
import io.cdrwebhooks.configuration.ConfigurationFilter;
import io.cdrwebhooks.configuration.ConfigurationFilter.Entry;
import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.configuration.FailingStreak;
import io.cdrwebhooks.configuration.Revision;
import io.cdrwebhooks.configuration.WebhookConfiguration;
import io.cdrwebhooks.configuration.WebhookConfigurations;
import io.cdrwebhooks.paging.KeyedPages;
import io.cdrwebhooks.paging.Page;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/// The webhook configurations in DynamoDB. A separate item for each name keeps names unique. A
/// configuration that tasks use has further items ([ConfigurationUsers]). This process sorts the
/// lists ([CachedNames]).
///
/// Safe for many threads and processes: one transaction writes related items. Every read is
/// consistent.
public final class DynamoDbWebhookConfigurations implements WebhookConfigurations {
  private static final String NAME_PREFIX = "name#";
  private static final String IS_NEW = "attribute_not_exists(#id)";

  private final Table configurations;
  private final ConfigurationUsers users;
  private final NameChanges changes;
  private final CachedNames<Entry> names;

  /// Creates a store. With a clock, it keeps the names for its lists; otherwise it reads all names
  /// for each page.
  public DynamoDbWebhookConfigurations(
      DynamoDbClient client, String configurationsTable, Optional<InstantSource> clock) {
    configurations = TableDefinition.WEBHOOK_CONFIGURATIONS.open(client, configurationsTable);
    users = new ConfigurationUsers(configurations);
    changes = nameChanges(configurations);
    names =
        new CachedNames<>(
            configurations, ConfigurationItems.LISTED, ConfigurationItems::entry, changes, clock);
  }

  @Override
  public Optional<WebhookConfiguration> find(ConfigurationId id) {
    return configurations.get(ConfigurationItems.key(id)).map(ConfigurationItems::configuration);
  }

  @Override
  public Page<WebhookConfiguration> list(
      ConfigurationFilter filter, Optional<String> cursor, int limit) {
    Cursors cursors = new Cursors(filter.toString());
    Page<Entry> page =
        KeyedPages.page(
            names.current(),
            filter::key,
            cursor.map(text -> cursors.parts(text, 1).getFirst()),
            limit);
    Map<ConfigurationId, WebhookConfiguration> whole =
        configurations
            .getAll(page.items().stream().map(each -> ConfigurationItems.key(each.id())).toList())
            .stream()
            .map(ConfigurationItems::configuration)
            .collect(Collectors.toMap(WebhookConfiguration::id, Function.identity()));
    return new Page<>(
        page.items().stream()
            .flatMap(each -> Stream.ofNullable(whole.get(each.id())))
            .filter(each -> filter.key(Entry.of(each)).isPresent())
            .toList(),
        page.nextCursor().map(cursors::cursor));
  }

  @Override
  public boolean recordStreak(WebhookConfiguration seen, Optional<FailingStreak> now) {
    Change change = StreakAttributes.change(now);
    Item values = change.values().set(":revision", seen.revision().number());
    String condition =
        ConfigurationItems.SAME_REVISION
            + " AND "
            + StreakAttributes.isStill(seen.health().failing(), values);
    return configurations
        .transaction()
        .update(
            configurations,
            ConfigurationItems.key(seen.id()),
            change.expression(),
            condition,
            values)
        .perform()
        .isEmpty();
  }

  @Override
  public Saving create(WebhookConfiguration configuration) {
    Transaction transaction =
        configurations
            .transaction()
            .put(configurations, ConfigurationItems.item(configuration), IS_NEW, new Item())
            .put(configurations, name(configuration), IS_NEW, new Item());
    changes.count(transaction);
    Map<Integer, Item> refused = transaction.perform();
    if (refused.containsKey(0)) {
      throw new IllegalStateException(
          "id of a new configuration must be unique: " + configuration.id());
    }
    return refused.isEmpty() ? new Saving.Saved() : new Saving.NameTaken();
  }

  @Override
  public Saving replace(WebhookConfiguration configuration, Revision expected) {
    Optional<WebhookConfiguration> current = find(configuration.id());
    if (current.isEmpty()) {
      return new Saving.NotFound();
    }
    return current.get().revision().equals(expected)
        ? replace(current.get(), configuration)
        : new Saving.Changed();
  }

  private Saving replace(WebhookConfiguration current, WebhookConfiguration changed) {
    Item values = ConfigurationItems.revision(current.revision());
    String condition = ConfigurationItems.SAME_REVISION;
    Optional<FailingStreak> streak = changed.health().kept();
    if (streak.isPresent()) {
      condition += " AND " + StreakAttributes.isStill(streak, values);
    }
    Transaction transaction =
        configurations
            .transaction()
            .put(configurations, ConfigurationItems.item(changed), condition, values);
    if (!unique(changed).equals(unique(current))) {
      transaction
          .put(configurations, name(changed), IS_NEW, new Item())
          .delete(configurations, nameKey(current), "", new Item());
    }
    if (!changed.name().equals(current.name())) {
      changes.count(transaction);
    }
    names.forget();
    Map<Integer, Item> refused = transaction.perform();
    if (refused.containsKey(0)) {
      return find(changed.id()).isPresent() ? new Saving.Changed() : new Saving.NotFound();
    }
    return refused.isEmpty() ? new Saving.Saved() : new Saving.NameTaken();
  }

  @Override
  public Deletion delete(ConfigurationId id, Optional<Revision> expected) {
    for (int tries = 0; tries < Table.MAX_TRIES; tries++) {
      Optional<WebhookConfiguration> current = find(id);
      if (current.isEmpty()) {
        return new Deletion.NotFound();
      }
      Revision revision = current.get().revision();
      if (expected.filter(other -> !other.equals(revision)).isPresent()) {
        return new Deletion.Changed();
      }
      Transaction transaction =
          configurations
              .transaction()
              .delete(
                  configurations,
                  ConfigurationItems.key(id),
                  ConfigurationItems.SAME_REVISION,
                  ConfigurationItems.revision(revision))
              .delete(configurations, nameKey(current.get()), "", new Item());
      users.removeAll(transaction, id);
      changes.count(transaction);
      Map<Integer, Item> refused = transaction.perform();
      if (refused.isEmpty()) {
        return new Deletion.Deleted();
      }
      if (!refused.containsKey(0)) {
        return new Deletion.InUse(ConfigurationUsers.lowest(refused.values()));
      }
    }
    return new Deletion.Changed();
  }

  /// Returns the counter of changed names of configurations and tasks. It is stored under the empty
  /// name, which no configuration has, so an earlier version ignores it.
  static NameChanges nameChanges(Table configurations) {
    return new NameChanges(configurations, new Item().set(ConfigurationItems.ID, NAME_PREFIX));
  }

  /// Returns the item that reserves a configuration's name.
  private static Item name(WebhookConfiguration configuration) {
    return nameKey(configuration).set("owner", configuration.id().value());
  }

  private static Item nameKey(WebhookConfiguration configuration) {
    return new Item().set(ConfigurationItems.ID, NAME_PREFIX + unique(configuration));
  }

  private static String unique(WebhookConfiguration configuration) {
    return WebhookConfiguration.uniqueForm(configuration.name());
  }
}
