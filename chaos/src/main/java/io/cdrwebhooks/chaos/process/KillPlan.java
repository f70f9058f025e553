package io.cdrwebhooks.chaos.process;

import java.time.Duration;
import java.util.function.Predicate;

/// Plans the kills of the dispatch process: at most `most` in all, about `spacing` apart, once at
/// each cut point that `points` accepts.
public record KillPlan(Duration spacing, int most, Predicate<String> points) {
  public static KillPlan everywhere(Duration spacing) {
    return new KillPlan(spacing, Integer.MAX_VALUE, _ -> true);
  }
}
