package io.cdrwebhooks.dispatch.lane;

import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.dispatch.attempt.PendingDelivery;
import io.cdrwebhooks.dispatch.inputs.RuntimeInputs;
import io.cdrwebhooks.lane.Lane;
import io.cdrwebhooks.lane.LaneRules;
import io.cdrwebhooks.lane.Lanes;
import io.cdrwebhooks.work.DueWork;
import io.cdrwebhooks.work.WorkMessages;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/// Acquires a lane that has work, unless another worker holds it, and works it for one turn.
///
/// If another worker holds the lane, the message only marks the lane. The holder then reads the
/// lane once more before it releases it.
public final class LaneWork {
  /// The length of a lane's lease. The holder renews it, and begins no request that could outlast
  /// it.
  public static final Duration LEASE = Duration.ofSeconds(30);

  /// The part of an invocation that is reserved for the last delivery: counting lines, its request
  /// and its record.
  public static final Duration MIN_TIME_LEFT = Duration.ofSeconds(60);

  /// The pause of a lane whose first reads have failed. After it, the index has the delivery that
  /// the message named.
  private static final Duration REST_AFTER_FAULT = Lanes.INDEX_LAG.plus(Lanes.CLOCKS_APART);

  private static final int LOCKS = 64;

  private final Parts parts;
  private final Map<ConfigurationId, HeldLane> worked = new ConcurrentHashMap<>();
  private final List<Object> locks = Stream.generate(Object::new).limit(LOCKS).toList();

  /// The parts that all held lanes share.
  public record Parts(
      Lanes lanes,
      PendingDelivery pending,
      WorkMessages workMessages,
      LaneRules rules,
      RuntimeInputs inputs) {}

  public LaneWork(Parts parts) {
    this.parts = parts;
  }

  /// Works the lane, and returns by `end`, when the invocation must be over.
  public void handle(DueWork.OfLane work, Instant end) throws InterruptedException {
    Optional<HeldLane> taken;
    // A local system handles many messages for one lane in one process: one of them acquires the
    // lane for all.
    synchronized (locks.get(Math.floorMod(work.configuration().hashCode(), locks.size()))) {
      taken = acquire(work, end);
    }
    if (taken.isPresent()) {
      try {
        taken.get().work();
      } finally {
        worked.remove(work.configuration(), taken.get());
      }
    }
  }

  private Optional<HeldLane> acquire(DueWork.OfLane work, Instant end) {
    ConfigurationId id = work.configuration();
    HeldLane mine = worked.get(id);
    if (mine != null && mine.offer(work)) {
      return Optional.empty();
    }
    String holder = UUID.randomUUID().toString();
    Instant now = parts.inputs().now();
    Optional<HeldLane> taken =
        parts
            .lanes()
            .acquire(work, holder, now, now.plus(LEASE))
            .map(lane -> begin(lane, work, holder, end));
    taken.ifPresent(lane -> worked.put(id, lane));
    return taken;
  }

  /// Begins a turn. If the first reads fail, this shortens the lease, so that the lane need not
  /// wait for its end. Until then the lane rests: reports that arrive only mark it.
  private HeldLane begin(Lane lane, DueWork.OfLane work, String holder, Instant end) {
    try {
      return HeldLane.begin(parts, lane, work, holder, end);
    } catch (RuntimeException fault) {
      try {
        Instant restsUntil = parts.inputs().now().plus(REST_AFTER_FAULT);
        Optional<Lane> _ = parts.lanes().renew(lane, holder, restsUntil);
      } catch (RuntimeException second) {
        fault.addSuppressed(second);
      }
      throw fault;
    }
  }
}
