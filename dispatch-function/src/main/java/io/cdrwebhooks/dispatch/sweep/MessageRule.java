package io.cdrwebhooks.dispatch.sweep;

import io.cdrwebhooks.work.DueIndex.Due;
import io.cdrwebhooks.work.DueWork;
import java.time.Duration;
import java.time.Instant;

/// Decides whether a sweep sends a message for an entry of the due index. `sweepEvery` is the time
/// between sweeps.
///
/// Messages may be lost, so overdue entries get more of them. Repeated messages are harmless,
/// because the worker checks the record, but they lengthen the queue. Therefore the pauses between
/// them are long. A lane gets messages more often: there are few lanes, and many deliveries may
/// wait in one.
record MessageRule(Duration sweepEvery) {
  /// The number of sweeps after which an overdue entry gets another message. The first message was
  /// sent ahead: it may be lost, or may have been too early for a slow clock.
  private static final int SWEEPS_UNTIL_LOST = 5;

  /// The number of sweeps after which an unchanged entry gets another message.
  private static final int SWEEPS_BETWEEN = 60;

  boolean wantsMessage(Due entry, Instant now) {
    return entry
        .announcedAt()
        .map(announcedAt -> !now.isBefore(repeatAt(entry, announcedAt)))
        .orElseGet(() -> isLane(entry) || !isInFlight(entry, now));
  }

  /// Returns when an entry whose last message was sent at `announcedAt` gets another one.
  private Instant repeatAt(Due entry, Instant announcedAt) {
    boolean wasSentAhead = announcedAt.isBefore(entry.dueAt());
    return wasSentAhead
        ? entry.dueAt().plus(sweeps(isLane(entry) ? 1 : SWEEPS_UNTIL_LOST))
        : announcedAt.plus(sweeps(isLane(entry) ? SWEEPS_UNTIL_LOST : SWEEPS_BETWEEN));
  }

  /// Returns whether a worker most likely has the entry's work now, because it is slightly late.
  private boolean isInFlight(Due entry, Instant now) {
    return now.isAfter(entry.dueAt()) && now.isBefore(entry.dueAt().plus(sweepEvery.dividedBy(2)));
  }

  private static boolean isLane(Due entry) {
    return entry.work() instanceof DueWork.OfLane;
  }

  private Duration sweeps(int number) {
    return sweepEvery.multipliedBy(number);
  }
}
