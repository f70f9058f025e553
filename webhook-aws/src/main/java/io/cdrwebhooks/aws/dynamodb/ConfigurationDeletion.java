package io.cdrwebhooks.aws.dynamodb;

import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.configuration.Revision;
import io.cdrwebhooks.configuration.WebhookConfigurations.Deletion;
import io.cdrwebhooks.report.TaskId;
import java.util.List;
import java.util.Optional;

/// Deletes a configuration that no task uses, while tasks are being saved.
///
/// The deletion is marked on the configuration before the tasks are looked through, and is carried
/// out on condition that the mark still stands: a task that is saved with this configuration in the
/// meantime removes it ([ConfigurationUse]). The mark of somebody who died is taken up by the next
/// one.
final class ConfigurationDeletion {
  private final Table configurations;
  private final TaskReferences references;
  private final NameGuards names;

  ConfigurationDeletion(Table configurations, TaskReferences references, NameGuards names) {
    this.configurations = configurations;
    this.references = references;
    this.names = names;
  }

  Deletion delete(ConfigurationId id, Optional<Revision> expected) {
    for (int round = 0; round < PendingWrites.PATIENCE; round++) {
      Optional<Item> current = ConfigurationItems.find(configurations, id);
      if (current.isEmpty()) {
        return new Deletion.NotFound();
      }
      Revision revision = ConfigurationItems.revision(current.get());
      if (expected.filter(other -> !other.equals(revision)).isPresent()) {
        return new Deletion.Changed();
      }
      Optional<Deletion> deletion =
          mark(current.get()).flatMap(by -> delete(id, current.get(), by));
      if (deletion.isPresent()) {
        return deletion.get();
      }
    }
    return new Deletion.Changed();
  }

  /// Who deletes: somebody who is at it already, or a new one; empty if the configuration changed.
  private Optional<String> mark(Item current) {
    Optional<String> standing = current.text(ConfigurationItems.DELETING_BY);
    if (standing.isPresent()) {
      return standing;
    }
    String by = PendingWrites.newWriter();
    boolean marked =
        configurations.updateIf(
            ConfigurationItems.SAME_REVISION + " AND attribute_not_exists(#deletingBy)",
            current,
            "SET #deletingBy = :by",
            ConfigurationItems.sameRevision(current).set(":by", by));
    return marked ? Optional.of(by) : Optional.empty();
  }

  /// Empty if the mark was removed, or the configuration changed.
  private Optional<Deletion> delete(ConfigurationId id, Item current, String by) {
    List<TaskId> users = references.to(id);
    if (!users.isEmpty()) {
      ConfigurationUse.removeMark(configurations, id, by);
      return Optional.of(new Deletion.InUse(users));
    }
    boolean deleted =
        configurations.deleteIf(
            ConfigurationItems.SAME_REVISION + " AND #deletingBy = :by",
            current,
            ConfigurationItems.sameRevision(current).set(":by", by));
    if (!deleted) {
      return Optional.empty();
    }
    names.release(ConfigurationItems.uniqueName(current), id);
    return Optional.of(new Deletion.Deleted());
  }
}
