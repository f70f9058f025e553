package io.cdrwebhooks.change;

import java.time.Instant;
import java.util.Optional;

/// Which records a list shows: those that meet every condition that is given. `from` is included,
/// `to` is not.
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
