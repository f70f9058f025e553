package io.cdrwebhooks.simulation;

import io.cdrwebhooks.delivery.DueIndex.Due;
import io.cdrwebhooks.delivery.DueWork;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/// The minute's sweep through the due index, by the rules of the dispatch function's Sweep.
final class Sweep {
  private static final Duration EVERY = World.PACE.sweepEvery();
  private static final int SWEEPS_AHEAD = 2;
  private static final int SWEEPS_UNTIL_LOST = 5;
  private static final int SWEEPS_BETWEEN = 60;

  private Sweep() {}

  static void run(World world) {
    Instant now = world.time.now();
    Instant until = now.plus(EVERY.multipliedBy(SWEEPS_AHEAD));
    List<Due> entries =
        world.receivers().stream()
            .flatMap(each -> each.lane.due().stream())
            .filter(each -> !each.dueAt().isAfter(until))
            .sorted(Comparator.comparing(Due::dueAt))
            .toList();
    for (Due each : entries) {
      Duration late = Duration.between(each.dueAt(), now);
      if (each.work() instanceof DueWork.OfLane work && wantsMessage(each, late, now)) {
        world.due.send(work, late.isPositive() ? Duration.ZERO : late.negated(), 0);
        world.receiver(work.configuration()).lane.announced(each);
        world.store.requests++;
      }
    }
  }

  private static boolean wantsMessage(Due entry, Duration late, Instant now) {
    if (entry.announcedAt().isPresent()) {
      Instant at = entry.announcedAt().get();
      return at.isBefore(entry.dueAt())
          ? late.compareTo(EVERY.multipliedBy(SWEEPS_UNTIL_LOST)) >= 0
          : Duration.between(at, now).compareTo(EVERY.multipliedBy(SWEEPS_BETWEEN)) >= 0;
    }
    return !late.isPositive() || late.compareTo(EVERY.dividedBy(2)) >= 0;
  }
}
