package io.cdrwebhooks.work;

import io.cdrwebhooks.delivery.DeliveryId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// The in-memory twin of the queue of due attempts; it keeps the sent messages in order.
public final class InMemoryWorkMessages implements WorkMessages {
  public record Sent(DueWork work, Duration delay) {
    public Sent(DeliveryId delivery, Duration delay) {
      this(new DueWork.OfDelivery(delivery), delay);
    }
  }

  private final List<Sent> sent = new ArrayList<>();
  private volatile boolean othersWait;
  private volatile int backgroundWaiting;

  @Override
  public synchronized void send(DueWork work, Duration delay) {
    if (delay.isNegative() || delay.compareTo(MAX_DELAY) > 0) {
      throw new IllegalArgumentException("delay must be from 0 to " + MAX_DELAY + ": " + delay);
    }
    sent.add(new Sent(work, delay));
  }

  @Override
  public boolean othersWait() {
    return othersWait;
  }

  /// Sets whether messages wait that no worker has received.
  public void othersWait(boolean wait) {
    othersWait = wait;
  }

  @Override
  public int backgroundWaiting() {
    return backgroundWaiting;
  }

  /// Sets how many messages of background work wait that no worker has received.
  public void backgroundWaiting(int messages) {
    backgroundWaiting = messages;
  }

  public synchronized List<Sent> sent() {
    return List.copyOf(sent);
  }
}
