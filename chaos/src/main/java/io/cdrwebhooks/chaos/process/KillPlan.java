package io.cdrwebhooks.chaos.process;

import java.time.Duration;
import java.util.Set;
import java.util.function.Predicate;

/// When the dispatch process is killed: `most` times in all, `spacing` apart, `perPoint` times at
/// each cut point that is among `points`.
public record KillPlan(Duration spacing, int most, int perPoint, Predicate<String> points) {
  /// What a run asks for but a few times: such an occasion waits for nothing.
  private static final Set<String> SELDOM =
      Set.of("webhook-configurations/put", "deliveries/stop", "deliveries/restart");

  /// Every cut point there is.
  public static KillPlan everywhere(Duration spacing, int perPoint) {
    return new KillPlan(spacing, Integer.MAX_VALUE, perPoint, point -> true);
  }

  static boolean isSeldom(String point) {
    return SELDOM.stream().anyMatch(point::endsWith);
  }
}
