package io.cdrwebhooks.bench.throughput;

import io.cdrwebhooks.bench.stand.DispatchEvents;
import io.cdrwebhooks.delivery.DueAttempts;
import io.cdrwebhooks.delivery.DueWork;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/// A queue of due work that keeps what lanes are told of recorded deliveries, so that whoever had
/// them recorded can hand the messages over as Lambda would.
final class HandedOver implements DueAttempts {
  private final DueAttempts queue;
  private final Queue<DueWork.OfLane> recorded = new ConcurrentLinkedQueue<>();

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

  /// The event of the next messages, as many as Lambda takes at once: they may be another batch's,
  /// whose turn it is then to take these.
  byte[] nextEvent() {
    List<DueWork.OfLane> next = new ArrayList<>();
    while (next.size() < Batches.SIZE && !recorded.isEmpty()) {
      DueWork.OfLane work = recorded.poll();
      if (work != null) {
        next.add(work);
      }
    }
    return DispatchEvents.pending(next).getBytes(StandardCharsets.UTF_8);
  }
}
