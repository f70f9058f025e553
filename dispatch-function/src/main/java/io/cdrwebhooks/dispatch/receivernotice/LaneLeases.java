package io.cdrwebhooks.dispatch.receivernotice;

import io.cdrwebhooks.configuration.WebhookConfiguration;
import io.cdrwebhooks.dispatch.inputs.RuntimeInputs;
import io.cdrwebhooks.lane.Lane;
import io.cdrwebhooks.lane.LaneRules;
import io.cdrwebhooks.lane.Lanes;
import io.cdrwebhooks.terms.SendLimits;
import io.cdrwebhooks.work.DueWork;
import io.cdrwebhooks.work.WorkMessages;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/// Lends the lanes of configurations. A worker that sends a receiver a message other than a
/// delivery holds the receiver's lane meanwhile: then no delivery is in flight, so the request
/// stays within `maxInFlight` and `maxPerSecond`. While the breaker is open, it sends nothing
/// before the next probe is due.
record LaneLeases(Lanes lanes, WorkMessages workMessages, LaneRules rules, RuntimeInputs inputs) {
  /// The length of the lease. It suffices for one request, and the holder does not renew it.
  static final Duration LEASE = Duration.ofSeconds(30);

  /// The longest wait for `maxPerSecond`.
  private static final Duration MAX_PACE = Duration.ofSeconds(1);

  private static final Duration RETRY_PAUSE = Duration.ofMinutes(1);

  /// The answer to a request for a lane.
  sealed interface Lease permits LeasedLane, NotNow {}

  /// No lease is possible now; another try makes sense after about `pause`.
  record NotNow(Duration pause) implements Lease {
    static final NotNow BUSY = new NotNow(RETRY_PAUSE);
  }

  /// Acquires the lane of a configuration. If another worker holds it, this waits until `until` for
  /// a gap between two turns: a busy lane has only short gaps.
  Lease acquire(WebhookConfiguration configuration, Instant until) throws InterruptedException {
    while (true) {
      Instant now = inputs.now();
      Lane lane = lanes.find(configuration.id());
      if (isClosedTo(lane, now)) {
        return new NotNow(
            Duration.between(now, lane.breaker().probeAt().orElseThrow()).plus(RETRY_PAUSE));
      }
      if (!lane.isHeld(now)) {
        String holder = UUID.randomUUID().toString();
        Optional<Lane> acquired =
            lanes.acquire(new DueWork.OfLane(configuration.id()), holder, now, now.plus(LEASE));
        if (acquired.isPresent()) {
          SendLimits limits = configuration.terms().limits();
          return afterPace(LeasedLane.begin(this, acquired.get(), holder, limits));
        }
      }
      if (!inputs.now().plus(Lanes.BETWEEN_WAKES).isBefore(until)) {
        return NotNow.BUSY;
      }
      inputs.threads().sleep(Lanes.BETWEEN_WAKES);
    }
  }

  private Lease afterPace(LeasedLane lane) throws InterruptedException {
    Duration wait = Duration.between(inputs.now(), lane.nextSendAt());
    if (isClosedTo(lane.lane(), inputs.now()) || wait.compareTo(MAX_PACE) > 0) {
      lane.release();
      return NotNow.BUSY;
    }
    try {
      inputs.threads().sleep(wait);
      return lane;
    } catch (InterruptedException | RuntimeException e) {
      lane.release();
      throw e;
    }
  }

  /// Returns whether the breaker is open and no probe is due, so that the lane sends no request.
  /// When a probe is due, a notice may take its place, because perhaps no delivery waits.
  private static boolean isClosedTo(Lane lane, Instant now) {
    return lane.breaker().probeAt().filter(at -> at.isAfter(now)).isPresent();
  }
}
