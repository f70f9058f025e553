package io.cdrwebhooks.dispatch.receivernotice;

import io.cdrwebhooks.dispatch.receivernotice.LaneLeases.Lease;
import io.cdrwebhooks.lane.Breaker;
import io.cdrwebhooks.lane.Lane;
import io.cdrwebhooks.lane.LaneTurn;
import io.cdrwebhooks.lane.Lanes;
import io.cdrwebhooks.lane.TurnStep;
import io.cdrwebhooks.terms.SendLimits;
import io.cdrwebhooks.time.Instants;
import io.cdrwebhooks.work.DueWork;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// A lane that is held for one request other than a delivery. The turn starts no delivery, so
/// waiting deliveries keep their due times, and deliveries that arrive meanwhile are sent
/// afterwards.
record LeasedLane(LaneLeases leases, Lane lane, String holder, LaneTurn turn) implements Lease {
  static LeasedLane begin(LaneLeases leases, Lane lane, String holder, SendLimits limits) {
    LaneTurn turn =
        new LaneTurn(
            lane.withoutLostMessage(leases.inputs().now()),
            new DueWork.OfLane(lane.configuration()),
            limits,
            leases.rules());
    turn.end();
    return new LeasedLane(leases, lane, holder, turn);
  }

  /// Returns when `maxPerSecond` or a pause allows the next request; now if nothing forbids it.
  Instant nextSendAt() {
    Instant now = now();
    return lane.state().nextSendAt().map(at -> Instants.later(at, now)).orElse(now);
  }

  /// Returns when a request must have ended.
  Instant sendUntil() {
    return lane.leasedUntil().orElseThrow().minus(Lanes.CLOCKS_APART);
  }

  /// Delays the next request of the lane, because a request is sent now.
  void sending(SendLimits limits) {
    limits.betweenRequests().ifPresent(pause -> turn.sendNotBefore(now().plus(pause)));
  }

  /// Handles the failure of the request; `random` is from 0 to 1. While the breaker is open, the
  /// request took the place of a probe, so the next one waits.
  void requestFailed(Optional<Duration> retryAfter, double random) {
    turn.noticeFailed(new Breaker.Failure(now(), retryAfter, random));
  }

  /// Releases the lane. If deliveries arrived meanwhile, it sends the lane's message.
  void release() {
    TurnStep.Done done = done();
    Optional<Lane> marked = leases.lanes().release(done.lane(), holder, done.wakeAt());
    while (marked.isPresent()) {
      turn.laneRead(marked.get(), now());
      done = done();
      marked = leases.lanes().release(done.lane(), holder, done.wakeAt());
    }
    if (done.message().isPresent()) {
      Duration wait = Duration.between(now(), done.wakeAt().orElseThrow());
      leases.workMessages().send(done.message().get(), wait.isNegative() ? Duration.ZERO : wait);
    }
  }

  private TurnStep.Done done() {
    if (turn.next(now()) instanceof TurnStep.Done done) {
      return done;
    }
    throw new IllegalStateException("the turn of a notice must end at once");
  }

  private Instant now() {
    return leases.inputs().now();
  }
}
