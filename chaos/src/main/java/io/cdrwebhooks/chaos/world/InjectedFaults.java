package io.cdrwebhooks.chaos.world;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/// Decides the fault of the n-th request of a kind. The decisions are the same for the same seed.
public final class InjectedFaults {
  private final Dice dice;
  private final Map<String, AtomicLong> counts = new ConcurrentHashMap<>();
  private volatile boolean active;

  /// A fault that a proxy injects, with its share of the requests: more than any service has on a
  /// bad day.
  public enum Fault {
    /// Answered with throttling; the service does not get the request.
    THROTTLED(0.01),
    /// Answered with a fault; the service does not get the request.
    FAILED(0.006),
    /// The service gets the request, but its answer is lost.
    ANSWER_LOST(0.006),
    /// The service gets the request when the requester has given up.
    DELAYED(0.003);

    private final double rate;

    Fault(double rate) {
      this.rate = rate;
    }
  }

  public InjectedFaults(Dice dice) {
    this.dice = dice;
  }

  public void begin() {
    active = true;
  }

  public void end() {
    active = false;
  }

  public Optional<Fault> next(String kind) {
    long number = counts.computeIfAbsent(kind, _ -> new AtomicLong()).incrementAndGet();
    double roll = dice.roll("fault", kind, number);
    for (Fault fault : Fault.values()) {
      roll -= fault.rate;
      if (roll < 0 && active) {
        return Optional.of(fault);
      }
    }
    return Optional.empty();
  }
}
