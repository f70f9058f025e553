package io.cdrwebhooks.bench.throughput;

import io.cdrwebhooks.bench.stand.DispatchEvents;
import io.cdrwebhooks.delivery.DueAttempts;
import io.cdrwebhooks.delivery.DueWork;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/// A queue of due work that keeps the messages about recorded deliveries, to be handed over as
/// Lambda would.
final class HandedOver implements DueAttempts {
  private final DueAttempts queue;
  private final BlockingQueue<DueWork.OfLane> recorded = new LinkedBlockingQueue<>();

  HandedOver(DueAttempts queue) {
    this.queue = queue;
  }

  @Override
  public void send(DueWork work, Duration delay) {
    queue.send(work, delay);
    if (work instanceof DueWork.OfLane lane && lane.first().isPresent()) {
      recorded.add(lane);
    }
  }

  @Override
  public boolean othersWait() {
    return queue.othersWait();
  }

  /// The event of the next messages, as many as Lambda takes at once. They may be another batch's,
  /// which takes these then.
  byte[] nextEvent() {
    List<DueWork.OfLane> next = new ArrayList<>();
    recorded.drainTo(next, Batches.SIZE);
    return DispatchEvents.pending(next).getBytes(StandardCharsets.UTF_8);
  }
}
