package io.cdrwebhooks.dispatch;

import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.configuration.WebhookConfigurations;
import io.cdrwebhooks.delivery.DueAttempts;
import io.cdrwebhooks.delivery.DueWork;
import io.cdrwebhooks.lane.LaneRules;
import io.cdrwebhooks.lane.Lanes;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/// Work waits in a lane: takes the lane, unless somebody holds it, and works it for one turn.
///
/// A message that meets a held lane leaves word there and is done: the holder looks once more
/// before it gives the lane back.
final class LaneWork {
  /// How long a lane is ours. Its holder renews it, and begins no request that could outlast it.
  static final Duration LEASE = Duration.ofSeconds(30);

  /// The part of an invocation that is reserved for counting the lines of what was given out last,
  /// for its request and for its record.
  static final Duration RESERVED = Duration.ofSeconds(60);

  private static final int LOCKS = 64;

  final PendingDelivery pending;
  final Lanes lanes;
  final WebhookConfigurations configurations;
  final DueAttempts dueAttempts;
  final LaneRules rules;
  final RuntimeInputs inputs;
  private final InstantSource clock;
  private final Map<ConfigurationId, WorkedLane> worked = new ConcurrentHashMap<>();
  private final List<Object> locks = Stream.generate(Object::new).limit(LOCKS).toList();

  LaneWork(
      Dispatch.Stores stores,
      Dispatch.Collaborators collaborators,
      Pace pace,
      RuntimeInputs inputs) {
    this.pending = new PendingDelivery(stores, collaborators, pace, inputs);
    this.lanes = stores.lanes();
    this.configurations = stores.configurations();
    this.dueAttempts = collaborators.dueAttempts();
    this.rules = pace.laneRules();
    this.inputs = inputs;
    this.clock = inputs.clock();
  }

  /// Returns by `end`, when the invocation must be over.
  void handle(DueWork.OfLane work, Instant end) throws InterruptedException {
    Optional<WorkedLane> taken;
    // On one machine this process works many messages for one lane: one takes it for all.
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

  private Optional<WorkedLane> acquire(DueWork.OfLane work, Instant end) {
    ConfigurationId id = work.configuration();
    WorkedLane mine = worked.get(id);
    if (mine != null && mine.offer(work)) {
      return Optional.empty();
    }
    String holder = UUID.randomUUID().toString();
    Optional<WorkedLane> taken =
        lanes
            .acquire(work, holder, now(), now().plus(LEASE))
            .map(lane -> new WorkedLane(this, lane, work, holder, end));
    taken.ifPresent(lane -> worked.put(id, lane));
    return taken;
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }
}
