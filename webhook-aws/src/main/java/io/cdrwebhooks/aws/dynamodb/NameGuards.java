package io.cdrwebhooks.aws.dynamodb;

import io.cdrwebhooks.configuration.ConfigurationId;
import java.util.Optional;

/// Keeps names unique: one item per name in the configurations' own table, which says whose it is.
///
/// A guard alone claims nothing: its owner must have the name, or be about to (the guard's
/// `takenBy` stands on the owner as `pendingBy`). Any other guard is stale, left by somebody who
/// died or is not done tidying up, and is taken over or removed on condition that it was not
/// touched since it was looked at. A name goes from hand to hand in this order, in which each step
/// is one conditional write: announce on the configuration, take the guard, write the
/// configuration.
final class NameGuards {
  static final String PREFIX = "name#";
  static final String OWNER = "owner";
  static final String TAKEN_BY = "takenBy";

  private final Table configurations;

  NameGuards(Table configurations) {
    this.configurations = configurations;
  }

  /// Takes a name for a configuration on which `writer` has announced itself; false if another
  /// configuration has the name. One that is only about to have it gives way.
  boolean take(String name, ConfigurationId owner, String writer) {
    Optional<Item> standing = Optional.empty();
    for (int round = 0; round < PendingWrites.PATIENCE; round++) {
      if (!(put(name, owner, writer, standing) instanceof Write.Refused(Optional<Item> guard))
          || PendingWrites.has(guard, TAKEN_BY, writer)) {
        return true;
      }
      if (guard.isPresent() && !givesWay(guard.get(), name, owner)) {
        return false;
      }
      standing = guard;
    }
    throw new IllegalStateException("too many writers want the same configuration name");
  }

  /// Removes the guard of a name that the configuration does not have, or no longer.
  void release(String name, ConfigurationId owner) {
    Optional<Item> guard = configurations.get(key(name));
    if (guard.isEmpty() || !isOwnedBy(guard.get(), owner)) {
      return;
    }
    Optional<Item> configuration = configurations.get(ConfigurationItems.key(owner));
    if (configuration.isEmpty()
        || !(has(configuration.get(), name) || isAboutTo(configuration.get(), guard.get()))) {
      configurations.deleteIf("#takenBy = :seen", key(name), seen(guard.get()));
    }
  }

  boolean isOwnedByAnother(String name, ConfigurationId id) {
    return configurations.get(key(name)).filter(guard -> !isOwnedBy(guard, id)).isPresent();
  }

  private Write put(String name, ConfigurationId owner, String writer, Optional<Item> standing) {
    Item guard = key(name).set(OWNER, owner.value()).set(TAKEN_BY, writer);
    return standing
        .map(seen -> configurations.put(guard, "#takenBy = :seen", seen(seen)))
        .orElseGet(() -> configurations.put(guard, "attribute_not_exists(#id)", new Item()));
  }

  /// The guard is read before its owner: a take in between changes the guard, and is noticed when
  /// the guard is written.
  private boolean givesWay(Item guard, String name, ConfigurationId to) {
    if (isOwnedBy(guard, to)) {
      return true;
    }
    for (int round = 0; round < PendingWrites.PATIENCE; round++) {
      Optional<Item> owner =
          configurations.get(new Item().set(ConfigurationItems.ID, guard.requiredText(OWNER)));
      if (owner.isPresent() && has(owner.get(), name)) {
        return false;
      }
      if (owner.isEmpty()
          || !isAboutTo(owner.get(), guard)
          || PendingWrites.withdraw(configurations, owner.get())) {
        return true;
      }
    }
    throw new IllegalStateException("a configuration is written to without a pause");
  }

  private static boolean has(Item configuration, String name) {
    return PendingWrites.isVisible(configuration)
        && ConfigurationItems.uniqueName(configuration).equals(name);
  }

  private static boolean isAboutTo(Item configuration, Item guard) {
    return configuration.text(PendingWrites.PENDING_BY).equals(guard.text(TAKEN_BY));
  }

  private static boolean isOwnedBy(Item guard, ConfigurationId id) {
    return guard.requiredText(OWNER).equals(id.value());
  }

  private static Item seen(Item guard) {
    return new Item().set(":seen", guard.requiredText(TAKEN_BY));
  }

  private static Item key(String name) {
    return new Item().set(ConfigurationItems.ID, PREFIX + name);
  }
}
