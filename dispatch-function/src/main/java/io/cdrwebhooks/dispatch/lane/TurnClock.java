package io.cdrwebhooks.dispatch.lane;

import io.cdrwebhooks.dispatch.inputs.RuntimeInputs;
import io.cdrwebhooks.lane.Lanes;
import io.cdrwebhooks.time.Instants;
import io.cdrwebhooks.work.WorkMessages;
import java.time.Duration;
import java.time.Instant;

/// Decides when the turn of a held lane reads the lane again, renews its lease, and must end. For
/// one thread.
final class TurnClock {
  private static final Duration RENEWED_EVERY = Duration.ofSeconds(5);

  /// The shortest time between two questions to the queue: each costs a request.
  private static final Duration BETWEEN_QUEUE_CHECKS = Duration.ofSeconds(1);

  /// After this time a turn ends if other lanes wait.
  private static final Duration MIN_TURN = Duration.ofSeconds(5);

  private final RuntimeInputs inputs;
  private final WorkMessages queue;
  private final boolean ownMessageWasLate;
  private final Instant end;
  private Instant refreshedAt;
  private Instant renewedAt;
  private Instant yieldsFrom;

  /// Starts with the turn. `ownMessageWasLate` says whether the lane's own message has shown that
  /// other lanes wait. `end` is when the invocation must be over.
  TurnClock(RuntimeInputs inputs, WorkMessages queue, boolean ownMessageWasLate, Instant end) {
    this.inputs = inputs;
    this.queue = queue;
    this.ownMessageWasLate = ownMessageWasLate;
    this.end = end;
    Instant now = inputs.now();
    this.refreshedAt = now;
    this.renewedAt = now;
    this.yieldsFrom = now.plus(MIN_TURN);
  }

  /// Begins a refresh of the lane if the last one is a tenth of a second old; returns whether it
  /// did.
  boolean beginRefresh() {
    if (Duration.between(refreshedAt, inputs.now()).compareTo(Lanes.BETWEEN_WAKES) < 0) {
      return false;
    }
    refreshedAt = inputs.now();
    return true;
  }

  /// Returns the time until `until`, or until the next refresh if that is earlier.
  Duration untilRefresh(Instant until) {
    Instant latest = inputs.now().plus(Lanes.BETWEEN_WAKES);
    return Duration.between(inputs.now(), Instants.earlier(until, latest));
  }

  /// Begins a renewal of the lease if the last one is a few seconds old; returns whether it did.
  boolean beginRenewal() {
    if (Duration.between(renewedAt, inputs.now()).compareTo(RENEWED_EVERY) < 0) {
      return false;
    }
    renewedAt = inputs.now();
    return true;
  }

  /// Returns whether the turn must end, because the invocation does or other lanes wait.
  boolean mustEnd() {
    return !inputs.now().isBefore(end.minus(LaneWork.MIN_TIME_LEFT)) || mustYield();
  }

  /// Returns whether other lanes wait. It asks the queue at most once a second; the answer may be a
  /// minute old, so the wait of the lane's own message counts too.
  private boolean mustYield() {
    if (inputs.now().isBefore(yieldsFrom)) {
      return false;
    }
    yieldsFrom = inputs.now().plus(BETWEEN_QUEUE_CHECKS);
    return ownMessageWasLate || queue.othersWait();
  }
}
