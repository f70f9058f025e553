package io.cdrwebhooks.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.chaos.world.Dice;
import io.cdrwebhooks.chaos.world.PlannedReport;
import io.cdrwebhooks.chaos.world.Recipient.Part;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class UploadPlanTest {
  private static List<PlannedReport> plan(int reports, long seed) {
    return new UploadPlan(ChaosSettings.of(reports, seed), new Dice(seed))
        .reports(Recipients.all());
  }

  @Test
  void sameSeedGivesTheSamePlan() {
    assertThat(plan(300, 5)).isEqualTo(plan(300, 5)).isNotEqualTo(plan(300, 6));
  }

  @Test
  void everyReceiverOccursAndAQuarterGoesToTheDeadOne() {
    Map<Part, Long> parts =
        plan(2_000, 5).stream()
            .collect(Collectors.groupingBy(r -> r.recipient().part(), Collectors.counting()));
    assertThat(parts).containsKeys(Part.values());
    assertThat(parts.get(Part.DEAD)).isEqualTo(500);
    assertThat(parts.values().stream().mapToLong(Long::longValue).sum()).isEqualTo(2_000);
  }

  @Test
  void uploadsAreUniqueAndVersionsAreInOrder() {
    List<PlannedReport> plan = plan(2_000, 5);
    assertThat(plan.stream().map(PlannedReport::label)).doesNotHaveDuplicates();
    List<PlannedReport> again = plan.stream().filter(report -> report.version() > 1).toList();
    assertThat(again).isNotEmpty();
    Map<String, PlannedReport> byLabel =
        plan.stream().collect(Collectors.toMap(PlannedReport::label, report -> report));
    for (PlannedReport later : again) {
      PlannedReport earlier = byLabel.get(later.fileName() + "#" + (later.version() - 1));
      assertThat(earlier).as("the version before " + later.label()).isNotNull();
      assertThat(earlier.key()).isEqualTo(later.key());
      assertThat(earlier.at()).isLessThan(later.at());
    }
  }
}
