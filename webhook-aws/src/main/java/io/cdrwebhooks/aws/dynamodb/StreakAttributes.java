package io.cdrwebhooks.aws.dynamodb;

import io.cdrwebhooks.aws.dynamodb.table.Change;
import io.cdrwebhooks.aws.dynamodb.table.Item;
import io.cdrwebhooks.configuration.FailingStreak;
import java.util.Optional;

/// Converts failing streaks to and from attributes of the configuration's item. Without failures
/// these attributes are missing.
final class StreakAttributes {
  static final String SINCE = "failingSince";
  private static final String LAST_FAILURE = "lastFailureAt";
  private static final String DAYS = "failingDays";
  private static final String WARNED = "failingWarned";

  private StreakAttributes() {}

  static void set(Item item, Optional<FailingStreak> failing) {
    failing.ifPresent(
        streak ->
            item.set(SINCE, streak.since())
                .set(LAST_FAILURE, streak.lastFailureAt())
                .set(DAYS, streak.days())
                .set(WARNED, streak.warned()));
  }

  static Optional<FailingStreak> of(Item item) {
    return item.instant(SINCE)
        .map(
            since ->
                new FailingStreak(
                    since,
                    item.requiredInstant(LAST_FAILURE),
                    Math.toIntExact(item.number(DAYS).orElse(1L)),
                    item.flag(WARNED)));
  }

  static Change change(Optional<FailingStreak> to) {
    Item attributes = new Item();
    set(attributes, to);
    return Change.to(attributes, SINCE, LAST_FAILURE, DAYS, WARNED);
  }

  /// Returns the condition that the stored streak is `seen`, and adds its values to `values`.
  static String isStill(Optional<FailingStreak> seen, Item values) {
    if (seen.isEmpty()) {
      return "attribute_not_exists(#failingSince)";
    }
    values
        .set(":seenSince", seen.get().since())
        .set(":seenLast", seen.get().lastFailureAt())
        .set(":seenDays", seen.get().days())
        .set(":seenWarned", seen.get().warned());
    return "#failingSince = :seenSince AND #lastFailureAt = :seenLast"
        + " AND #failingDays = :seenDays AND #failingWarned = :seenWarned";
  }
}
