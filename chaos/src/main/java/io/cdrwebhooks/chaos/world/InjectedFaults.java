package io.cdrwebhooks.chaos.world;

import io.cdrwebhooks.chaos.world.Timeline.FaultType;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/// Decides the fault of the n-th request of a kind. The decisions are the same for the same seed.
public final class InjectedFaults {
  private static final Duration SHORT_DELAY = Duration.ofMillis(800);
  private static final Duration LONG_DELAY = Duration.ofMillis(3_500);

  private final Dice dice;
  private final Map<String, AtomicLong> counts = new ConcurrentHashMap<>();
  private volatile Rates rates = Rates.NONE;

  /// The rates of a proxy's faults, from 0 to 1 for each request.
  ///
  /// `late` is a delay longer than the requester waits: the requester has given up when the request
  /// arrives.
  public record Rates(
      double throttled, double failed, double answerLost, double delayed, double late) {
    public static final Rates NONE = new Rates(0, 0, 0, 0, 0);

    /// Higher rates than any service has on a bad day.
    public static final Rates BAD_DAY = new Rates(0.01, 0.006, 0.006, 0.01, 0.001);
  }

  public InjectedFaults(Dice dice) {
    this.dice = dice;
  }

  /// The fault that a proxy injects; `chance` chooses its form.
  record Disturbance(FaultType type, Duration delay, double chance) {}

  public void becomes(Rates now) {
    rates = now;
  }

  Optional<Disturbance> next(String kind) {
    long number = counts.computeIfAbsent(kind, any -> new AtomicLong()).incrementAndGet();
    Rates now = rates;
    double roll = dice.roll("weather", kind, number);
    double chance = dice.roll("form", kind, number);
    Duration shortDelay = Duration.ofMillis(Math.round(SHORT_DELAY.toMillis() * chance));
    double bound = now.throttled();
    if (roll < bound) {
      return disturbance(FaultType.THROTTLED, Duration.ZERO, chance);
    }
    if (roll < (bound += now.failed())) {
      return disturbance(FaultType.FAILED, Duration.ZERO, chance);
    }
    if (roll < (bound += now.answerLost())) {
      return disturbance(FaultType.ANSWER_LOST, Duration.ZERO, chance);
    }
    if (roll < (bound += now.late())) {
      return disturbance(FaultType.DELAYED, LONG_DELAY, chance);
    }
    return roll < bound + now.delayed()
        ? disturbance(FaultType.DELAYED, shortDelay, chance)
        : Optional.empty();
  }

  private static Optional<Disturbance> disturbance(FaultType type, Duration delay, double chance) {
    return Optional.of(new Disturbance(type, delay, chance));
  }
}
