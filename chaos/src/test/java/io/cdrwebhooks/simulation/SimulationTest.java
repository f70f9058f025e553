package io.cdrwebhooks.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SimulationTest {
  private static final long SEED = 7;

  private static Scenario shortened(String name, int customers, Duration arrivals) {
    Scenario whole =
        Scenario.all().stream().filter(each -> each.name().equals(name)).findFirst().orElseThrow();
    return new Scenario(
        name,
        whole.says(),
        arrivals,
        whole.customers().subList(0, customers),
        whole.fault(),
        whole.faultyFrom(),
        whole.faultyUntil());
  }

  private static long lost(Scenario scenario, long seed, boolean marksLanes) {
    return Verdict.lost(World.run(scenario, seed, marksLanes));
  }

  /// From the 30th minute on, "rule" loses first events.
  @ParameterizedTest
  @CsvSource({"overdue, 20, PT2M", "rule, 10, PT35M", "links, 20, PT5S"})
  void quickRunMeetsItsTargets(String name, int customers, Duration arrivals) {
    assertThat(Verdict.of(shortened(name, customers, arrivals), SEED).misses).isEmpty();
  }

  /// In "egress", it is gone for 45 minutes.
  @Tag("long")
  @ParameterizedTest
  @CsvSource({
    "hanging, 60, PT2M",
    "holders, 2, PT8M",
    "egress, 12, PT52M",
    "one, 1, PT5S",
    "unused, 50, PT23H"
  })
  void smallRunMeetsItsTargets(String name, int customers, Duration arrivals) {
    assertThat(Verdict.of(shortened(name, customers, arrivals), SEED).misses).isEmpty();
  }

  @Tag("long")
  @Test
  void reportsAreLostWhenAMessageDoesNotMarkAHeldLane() {
    Scenario mix = shortened("mix", 400, Duration.ofMinutes(2));
    long seed = SEED;
    while (seed < SEED + 4 && lost(mix, seed, false) == 0) {
      seed++;
    }
    assertThat(seed).as("a seed with which reports are lost").isLessThan(SEED + 4);
    assertThat(lost(mix, seed, true)).isZero();
  }

  @Tag("long")
  @Test
  void seedRepeatsARun() {
    Scenario small = shortened("mix", 50, Duration.ofMinutes(1));
    assertThat(Verdict.of(small, SEED)).hasToString(Verdict.of(small, SEED).toString());
  }
}
