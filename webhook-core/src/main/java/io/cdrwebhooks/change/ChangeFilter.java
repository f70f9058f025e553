package io.cdrwebhooks.change;

import java.time.Instant;
import java.util.Optional;

/// Selects the records of a list: those that meet every given condition. `from` is included,
/// `until` is not.
public record ChangeFilter(
    Optional<ChangedThing> about,
    Optional<String> subject,
    Optional<Instant> from,
    Optional<Instant> to) {
  public static final ChangeFilter ALL =
      new ChangeFilter(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

  public static ChangeFilter about(ChangedThing thing) {
    return new ChangeFilter(
        Optional.of(thing), Optional.empty(), Optional.empty(), Optional.empty());
  }

  public boolean matches(ChangeRecord each) {
    return about.map(thing -> each.about().equals(Optional.of(thing))).orElse(true)
        && subject.map(each.actor().subject()::equals).orElse(true)
        && from.map(first -> !each.at().isBefore(first)).orElse(true)
        && to.map(last -> each.at().isBefore(last)).orElse(true);
  }
}
