package io.cdrwebhooks.chaos.process;

import java.time.Duration;
import java.util.function.Predicate;

/// When the dispatch process is killed: `most` times in all, `spacing` apart, once at each cut
/// point that is among `points`.
public record KillPlan(Duration spacing, int most, Predicate<String> points) {
  public static KillPlan everywhere(Duration spacing) {
    return new KillPlan(spacing, Integer.MAX_VALUE, _ -> true);
  }
}
