package io.cdrwebhooks.delivery;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// The twin of the queue of due attempts: keeps what was sent, in that order.
public final class InMemoryDueAttempts implements DueAttempts {
  public record Sent(DueWork work, Duration delay) {
    public Sent(DeliveryId delivery, Duration delay) {
      this(new DueWork.OfDelivery(delivery), delay);
    }
  }

  private final List<Sent> sent = new ArrayList<>();
  private volatile boolean othersWait;

  @Override
  public synchronized void send(DueWork work, Duration delay) {
    if (delay.isNegative() || delay.compareTo(LONGEST_DELAY) > 0) {
      throw new IllegalArgumentException("no message waits " + delay);
    }
    sent.add(new Sent(work, delay));
  }

  @Override
  public boolean othersWait() {
    return othersWait;
  }

  /// From now on there is, or is no, work that nobody has looked at.
  public void othersWait(boolean wait) {
    othersWait = wait;
  }

  public synchronized List<Sent> sent() {
    return List.copyOf(sent);
  }
}
