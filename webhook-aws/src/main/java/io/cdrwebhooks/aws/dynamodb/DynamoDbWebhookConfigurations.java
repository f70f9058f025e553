package io.cdrwebhooks.aws.dynamodb;

import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.configuration.FailingStreak;
import io.cdrwebhooks.configuration.InvalidCursorException;
import io.cdrwebhooks.configuration.Page;
import io.cdrwebhooks.configuration.Revision;
import io.cdrwebhooks.configuration.WebhookConfiguration;
import io.cdrwebhooks.configuration.WebhookConfigurations;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/// The webhook configurations in DynamoDB, with a guard item per name beside them.
///
/// Safe for many threads and processes; a writer that dies leaves nothing that stands in the way of
/// the next one. Every read is consistent. [NameGuards] says how names stay unique,
/// [TaskReferences] how a configuration is not deleted under a task.
public final class DynamoDbWebhookConfigurations implements WebhookConfigurations {
  private static final Cursors CURSORS = new Cursors("webhook-configurations");

  private final Table configurations;
  private final NameGuards names;
  private final ConfigurationDeletion deletion;
  private final VisiblePages<WebhookConfiguration> pages;

  public DynamoDbWebhookConfigurations(
      DynamoDbClient client, String configurationsTable, String tasksTable) {
    configurations = DynamoDbTables.webhookConfigurations(client, configurationsTable);
    Table tasks = DynamoDbTables.cdrTasks(client, tasksTable);
    names = new NameGuards(configurations);
    deletion = new ConfigurationDeletion(configurations, new TaskReferences(tasks), names);
    pages =
        new VisiblePages<>(
            configurations,
            ConfigurationItems::configuration,
            key -> CURSORS.cursor(key.requiredText(ConfigurationItems.ID)));
  }

  @Override
  public Optional<WebhookConfiguration> find(ConfigurationId id) {
    return ConfigurationItems.find(configurations, id).map(ConfigurationItems::configuration);
  }

  @Override
  public Page<WebhookConfiguration> list(Optional<String> cursor, int limit) {
    return pages.page(cursor.map(DynamoDbWebhookConfigurations::start), limit);
  }

  @Override
  public Deletion delete(ConfigurationId id, Optional<Revision> expected) {
    return deletion.delete(id, expected);
  }

  /// One conditional update of the streak alone, so that a write that was announced meanwhile finds
  /// the configuration as it left it. A draft has no revision, so nothing is noted on it.
  @Override
  public boolean noteStreak(WebhookConfiguration seen, Optional<FailingStreak> now) {
    String writer = PendingWrites.newWriter();
    Change change = StreakAttributes.change(now, writer);
    Item values = change.values().set(":revision", seen.revision().number());
    Write write =
        configurations.update(
            ConfigurationItems.key(seen.id()),
            change.expression(),
            ConfigurationItems.SAME_REVISION
                + " AND "
                + StreakAttributes.isStill(seen.health().failing(), values),
            values);
    return switch (write) {
      case Write.Done() -> true;
      case Write.Refused(Optional<Item> current) ->
          PendingWrites.has(current, StreakAttributes.NOTED_BY, writer);
    };
  }

  @Override
  public Saving create(WebhookConfiguration configuration) {
    String writer = PendingWrites.newWriter();
    String name = WebhookConfiguration.uniqueForm(configuration.name());
    Item draft = ConfigurationItems.key(configuration.id()).set(PendingWrites.PENDING_BY, writer);
    if (configurations.put(draft, "attribute_not_exists(#id)", new Item())
            instanceof Write.Refused(Optional<Item> current)
        && !PendingWrites.has(current, PendingWrites.PENDING_BY, writer)) {
      throw new IllegalStateException("a configuration has this id: " + configuration.id());
    }
    if (!names.take(name, configuration.id(), writer)) {
      PendingWrites.withdrawDraft(configurations, draft, writer);
      return new Saving.NameTaken();
    }
    Write write =
        configurations.put(
            ConfigurationItems.item(configuration, writer),
            PendingWrites.STILL_PENDING,
            new Item().set(":writer", writer));
    return switch (write) {
      case Write.Done() -> new Saving.Saved();
      case Write.Refused(Optional<Item> current) ->
          PendingWrites.has(current, PendingWrites.WRITTEN_BY, writer)
              ? new Saving.Saved()
              : new Saving.NameTaken();
    };
  }

  @Override
  public Saving replace(WebhookConfiguration configuration, Revision expected) {
    for (int round = 0; round < PendingWrites.PATIENCE; round++) {
      Optional<Item> current = ConfigurationItems.find(configurations, configuration.id());
      if (current.isEmpty()) {
        return new Saving.NotFound();
      }
      if (!ConfigurationItems.revision(current.get()).equals(expected)) {
        return new Saving.Changed();
      }
      Optional<Saving> saving = replace(configuration, current.get());
      if (saving.isPresent()) {
        return saving.get();
      }
    }
    return new Saving.Changed();
  }

  /// Empty if another writer got in between and the configuration still is as `current` was.
  private Optional<Saving> replace(WebhookConfiguration configuration, Item current) {
    String writer = PendingWrites.newWriter();
    String oldName = ConfigurationItems.uniqueName(current);
    String newName = WebhookConfiguration.uniqueForm(configuration.name());
    if (newName.equals(oldName)) {
      Item values = ConfigurationItems.sameRevision(current);
      Write write =
          configurations.put(
              ConfigurationItems.item(configuration, writer),
              ConfigurationItems.SAME_REVISION,
              values);
      return saving(write, current, writer);
    }
    Optional<Saving> saving = rename(configuration, current, writer);
    boolean renamed = saving.filter(Saving.Saved.class::isInstance).isPresent();
    names.release(renamed ? oldName : newName, configuration.id());
    return saving;
  }

  private Optional<Saving> rename(WebhookConfiguration configuration, Item current, String writer) {
    Item key = ConfigurationItems.key(configuration.id());
    String newName = WebhookConfiguration.uniqueForm(configuration.name());
    Item values = ConfigurationItems.sameRevision(current).set(":writer", writer);
    Write announced =
        configurations.update(
            key, "SET #pendingBy = :writer", ConfigurationItems.SAME_REVISION, values);
    if (announced instanceof Write.Refused) {
      return saving(announced, current, writer);
    }
    if (!names.take(newName, configuration.id(), writer)) {
      PendingWrites.withdrawFromVisible(configurations, key, writer);
      return Optional.of(new Saving.NameTaken());
    }
    Write write =
        configurations.put(
            ConfigurationItems.item(configuration, writer),
            ConfigurationItems.SAME_REVISION + " AND " + PendingWrites.STILL_PENDING,
            values);
    Optional<Saving> saving = saving(write, current, writer);
    return saving.isEmpty() && names.isOwnedByAnother(newName, configuration.id())
        ? Optional.of(new Saving.NameTaken())
        : saving;
  }

  /// What a write over `was` came to; empty if the configuration still is as it was, and another
  /// writer is about to change it or no longer is.
  private static Optional<Saving> saving(Write write, Item was, String writer) {
    if (!(write instanceof Write.Refused(Optional<Item> current))
        || PendingWrites.has(current, PendingWrites.WRITTEN_BY, writer)) {
      return Optional.of(new Saving.Saved());
    }
    Optional<Item> seen = current.filter(PendingWrites::isVisible);
    if (seen.isEmpty()) {
      return Optional.of(new Saving.NotFound());
    }
    return ConfigurationItems.revision(seen.get()).equals(ConfigurationItems.revision(was))
        ? Optional.empty()
        : Optional.of(new Saving.Changed());
  }

  private static Item start(String cursor) {
    String key = CURSORS.parts(cursor, 1).getFirst();
    if (ConfigurationId.parse(key).isEmpty() && !key.startsWith(NameGuards.PREFIX)) {
      throw new InvalidCursorException();
    }
    return new Item().set(ConfigurationItems.ID, key);
  }
}
