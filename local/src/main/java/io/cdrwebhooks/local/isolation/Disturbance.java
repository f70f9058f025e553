package io.cdrwebhooks.local.isolation;

import io.cdrwebhooks.configuration.SendLimits;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Receivers that are slow, hang or have a backlog while a healthy one gets its reports.
///
/// `waiting` is how many deliveries wait for them in total. The receivers hang if `answersAfter` is
/// empty. If `paced`, they are sent half as many a second as the machine carries. `mostOpen` is how
/// many requests a receiver may have open at once.
record Disturbance(
    String name,
    int receivers,
    int waiting,
    Optional<Duration> answersAfter,
    boolean paced,
    int mostOpen) {
  private static final int MOST_OPEN = SendLimits.STANDARD.maxInFlight();

  static final List<Disturbance> ALL =
      List.of(
          new Disturbance("a", 1, 400, Optional.of(Duration.ofSeconds(10)), false, MOST_OPEN),
          new Disturbance("b", 50, 2_000, Optional.empty(), false, MOST_OPEN),
          new Disturbance("c", 1, 5_000, Optional.of(Duration.ofMillis(50)), true, MOST_OPEN));

  @Override
  public String toString() {
    String does =
        answersAfter.map(after -> "answering after " + after.toMillis() + " ms").orElse("hanging");
    return "%s: %d %s, %,d reports waiting".formatted(name, receivers, does, waiting);
  }
}
