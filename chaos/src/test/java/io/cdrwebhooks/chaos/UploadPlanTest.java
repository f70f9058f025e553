package io.cdrwebhooks.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.chaos.world.Dice;
import io.cdrwebhooks.chaos.world.InjectedFaults;
import io.cdrwebhooks.chaos.world.InjectedFaults.Fault;
import io.cdrwebhooks.chaos.world.PlannedReport;
import io.cdrwebhooks.chaos.world.Recipient.Part;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Tests that a seed repeats the plan of a run and its faults.
class UploadPlanTest {
  private static List<PlannedReport> plan(long seed) {
    return UploadPlan.of(
        ChaosSettings.of(300, seed),
        new Dice(seed),
        Arrays.stream(Part.values()).map(Recipients::of).toList());
  }

  private static List<Optional<Fault>> faults(long seed) {
    InjectedFaults faults = new InjectedFaults(new Dice(seed));
    faults.begin();
    return Stream.generate(() -> faults.next("a request")).limit(2_000).toList();
  }

  @Test
  void sameSeedGivesTheSamePlan() {
    assertThat(plan(5)).isEqualTo(plan(5)).isNotEqualTo(plan(6));
  }

  @Test
  void sameSeedGivesTheSameFaults() {
    assertThat(faults(5)).isEqualTo(faults(5)).isNotEqualTo(faults(6));
    assertThat(faults(5).stream().flatMap(Optional::stream).count()).isBetween(20L, 80L);
  }
}
