package io.cdrwebhooks.aws.dynamodb;

import io.cdrwebhooks.configuration.ConfigurationId;
import java.util.Optional;

/// The side of a task that is about to use a configuration: use goes before deletion.
final class ConfigurationUse {
  private ConfigurationUse() {}

  /// False if there is no such configuration. Otherwise no deletion that began before now will be
  /// carried out, and one that begins from now on sees the announcement of the caller, who must
  /// have made it before.
  static boolean secure(Table configurations, ConfigurationId id) {
    for (int round = 0; round < PendingWrites.PATIENCE; round++) {
      Optional<Item> configuration = ConfigurationItems.find(configurations, id);
      if (configuration.isEmpty()) {
        return false;
      }
      Optional<String> deleting = configuration.get().text(ConfigurationItems.DELETING_BY);
      if (deleting.isEmpty() || removeMark(configurations, id, deleting.get())) {
        return true;
      }
    }
    throw new IllegalStateException("too many want to delete the same configuration");
  }

  static boolean removeMark(Table configurations, ConfigurationId id, String by) {
    return configurations.updateIf(
        "#deletingBy = :by",
        ConfigurationItems.key(id),
        "REMOVE #deletingBy",
        new Item().set(":by", by));
  }
}
