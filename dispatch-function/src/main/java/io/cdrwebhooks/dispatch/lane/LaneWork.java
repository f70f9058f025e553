package io.cdrwebhooks.dispatch.lane;

import io.cdrwebhooks.dispatch.attempt.PendingDelivery;
import io.cdrwebhooks.dispatch.inputs.RuntimeInputs;
import io.cdrwebhooks.lane.Lane;
import io.cdrwebhooks.lane.LaneRules;
import io.cdrwebhooks.lane.Lanes;
import io.cdrwebhooks.work.DueWork;
import io.cdrwebhooks.work.WorkMessages;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/// Acquires a lane that has work, unless another worker holds it, and works it for one turn.
///
/// If another worker holds the lane, the message only marks the lane. The holder then reads the
/// lane once more before it releases it.
public record LaneWork(
    Lanes lanes,
    PendingDelivery pending,
    WorkMessages workMessages,
    LaneRules rules,
    RuntimeInputs inputs) {
  /// The length of a lane's lease. The holder renews it, and begins no request that could outlast
  /// it.
  public static final Duration LEASE = Duration.ofSeconds(30);

  /// The part of an invocation that is reserved for the last delivery: counting lines, its request
  /// and its record.
  public static final Duration MIN_TIME_LEFT = Duration.ofSeconds(60);

  /// The pause of a lane whose first reads have failed. After it, the index has the delivery that
  /// the message named.
  private static final Duration REST_AFTER_FAULT = Lanes.INDEX_LAG.plus(Lanes.CLOCKS_APART);

  /// Works the lane, and returns by `end`, when the invocation must be over.
  public void handle(DueWork.OfLane work, Instant end) throws InterruptedException {
    String holder = UUID.randomUUID().toString();
    Instant now = inputs.now();
    Optional<Lane> acquired = lanes.acquire(work, holder, now, now.plus(LEASE));
    if (acquired.isPresent()) {
      begin(acquired.get(), work, holder, end).work();
    }
  }

  /// Begins a turn. If the first reads fail, this shortens the lease, so that the lane need not
  /// wait for its end. Until then the lane rests: reports that arrive only mark it.
  private HeldLane begin(Lane lane, DueWork.OfLane work, String holder, Instant end) {
    try {
      return new HeldLane(this, lane, work, holder, end);
    } catch (RuntimeException fault) {
      try {
        Optional<Lane> _ = lanes.renew(lane, holder, inputs.now().plus(REST_AFTER_FAULT));
      } catch (RuntimeException second) {
        fault.addSuppressed(second);
      }
      throw fault;
    }
  }
}
