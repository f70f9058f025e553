package io.cdrwebhooks.aws.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.aws.dynamodb.table.Item;
import io.cdrwebhooks.configuration.CdrTask;
import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.configuration.Revision;
import io.cdrwebhooks.configuration.Routing;
import io.cdrwebhooks.configuration.TaskOptions;
import io.cdrwebhooks.configuration.TaskRoutings;
import io.cdrwebhooks.report.TaskId;
import io.cdrwebhooks.rhythm.ReportRhythm;
import io.cdrwebhooks.testing.Samples;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TaskItemsTest {
  private static final TaskId ID = new TaskId(77);

  @Test
  void longestHistoryFitsIntoTwoReadUnits() {
    TaskRoutings routings = TaskRoutings.NONE;
    for (int i = 0; i < 1_000; i++) {
      routings = routings.then(new Routing.To(Samples.configurationId()), Instant.ofEpochSecond(i));
    }
    CdrTask task =
        new CdrTask(
            ID,
            "\u20ac".repeat(100),
            routings,
            new TaskOptions(
                true, Optional.of(new ReportRhythm(ReportRhythm.LONGEST, Duration.ofDays(7)))),
            Revision.FIRST);

    Item item = TaskItems.item(task);

    assertThat(TaskItems.task(item)).isEqualTo(task);
    assertThat(ItemSize.bytes(item.attributes())).isLessThan(8 * 1_024);
  }

  @Test
  void deletedTaskHasRoutingsAndNoName() {
    TaskRoutings routings =
        TaskRoutings.NONE
            .then(new Routing.Off(), Samples.NOW)
            .then(new Routing.NoTask(), Samples.NOW.plusSeconds(1));

    Item item = TaskItems.deleted(ID, routings, new Revision(2));

    assertThat(TaskItems.taskIfAny(item)).isEmpty();
    assertThat(TaskItems.routings(item)).isEqualTo(routings);
    assertThat(item.names()).containsExactlyInAnyOrder("taskId", "routings", "revision");
  }

  @Test
  void itemWithoutRoutingsKeepsItsConfiguration() {
    ConfigurationId configuration = Samples.configurationId();
    Item item =
        TaskItems.key(ID)
            .set("taskName", "Old")
            .set("configurationId", configuration.value())
            .set("revision", 4);

    assertThat(TaskItems.task(item))
        .isEqualTo(
            new CdrTask(
                ID,
                "Old",
                TaskRoutings.NONE.then(Routing.of(Optional.of(configuration)), Instant.EPOCH),
                TaskOptions.NONE,
                new Revision(4)));
  }
}
