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

  /// In the last one, first events are lost from the 30th minute on.
  @ParameterizedTest
  @CsvSource({"overdue, 20, 2", "rule, 10, 35"})
  void quickRunMeetsItsTargets(String name, int customers, long minutes) {
    meetsItsTargets(name, customers, minutes);
  }

  /// In the last one, egress is gone for 45 minutes.
  @Tag("long")
  @ParameterizedTest
  @CsvSource({"hanging, 60, 2", "holders, 2, 8", "egress, 12, 52"})
  void smallRunMeetsItsTargets(String name, int customers, long minutes) {
    meetsItsTargets(name, customers, minutes);
  }

  private static void meetsItsTargets(String name, int customers, long minutes) {
    Scenario few = shortened(name, customers, Duration.ofMinutes(minutes));
    assertThat(Verdict.of(few, SEED).misses).isEmpty();
  }

  @Tag("long")
  @Test
  void oneConfigurationTakesAThousandReportsASecond() {
    Scenario brief = shortened("one", 1, Duration.ofSeconds(5));
    assertThat(Verdict.of(brief, SEED).misses).isEmpty();
  }

  @Tag("long")
  @Test
  void unusedLinksOfANightAreOneMailForEachConfiguration() {
    Scenario night = shortened("unused", 50, Duration.ofHours(23));
    assertThat(Verdict.of(night, SEED).misses).isEmpty();
  }

  @Test
  void followedLinksLeaveNoChecks() {
    Scenario brief = shortened("links", 20, Duration.ofSeconds(5));
    assertThat(Verdict.of(brief, SEED).misses).isEmpty();
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
