package io.cdrwebhooks.chaos.proxy;

import io.cdrwebhooks.chaos.Dice;
import io.cdrwebhooks.chaos.timeline.Fault;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/// Decides what happens to the n-th request of a kind; the same for the same seed.
public final class Weather {
  private static final Duration SHORT = Duration.ofMillis(800);
  private static final Duration TOO_LONG = Duration.ofMillis(3_500);

  private final Dice dice;
  private final Map<String, AtomicLong> counts = new ConcurrentHashMap<>();
  private volatile FaultRates rates = FaultRates.NONE;

  public Weather(Dice dice) {
    this.dice = dice;
  }

  /// What a proxy is to do; `chance` chooses among the forms of it.
  record Disturbance(Fault.Type type, Duration delay, double chance) {}

  public void becomes(FaultRates now) {
    rates = now;
  }

  Optional<Disturbance> next(String kind) {
    long number = counts.computeIfAbsent(kind, any -> new AtomicLong()).incrementAndGet();
    FaultRates now = rates;
    double roll = dice.roll("weather", kind, number);
    double chance = dice.roll("form", kind, number);
    double bound = now.throttled();
    if (roll < bound) {
      return Optional.of(new Disturbance(Fault.Type.THROTTLED, Duration.ZERO, chance));
    }
    if (roll < (bound += now.failed())) {
      return Optional.of(new Disturbance(Fault.Type.FAILED, Duration.ZERO, chance));
    }
    if (roll < (bound += now.answerLost())) {
      return Optional.of(new Disturbance(Fault.Type.ANSWER_LOST, Duration.ZERO, chance));
    }
    if (roll < (bound += now.late())) {
      return Optional.of(new Disturbance(Fault.Type.DELAYED, TOO_LONG, chance));
    }
    if (roll < bound + now.delayed()) {
      Duration delay = Duration.ofMillis(Math.round(SHORT.toMillis() * chance));
      return Optional.of(new Disturbance(Fault.Type.DELAYED, delay, chance));
    }
    return Optional.empty();
  }
}
