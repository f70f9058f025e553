package io.cdrwebhooks.configapi.recoveries;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.configapi.Answer;
import io.cdrwebhooks.configapi.Faults;
import io.cdrwebhooks.configuration.CdrTask;
import io.cdrwebhooks.configuration.CdrTasks;
import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.configuration.ReceiverHealth;
import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.delivery.DeliveryProgress;
import io.cdrwebhooks.delivery.DeliveryStatus;
import io.cdrwebhooks.report.TaskId;
import io.cdrwebhooks.testing.Samples;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Tests the dry run of a recovery, which counts what the recovery would send.
@Tag("slow")
class RecoveryCountTest extends Recoveries {
  @Test
  void dryRunExcludesReportsSentAgainUnderAnotherId() {
    recorded(1, DeliveryStatus.FAILED, FROM, Optional.of(configuration));
    recorded(1, DeliveryStatus.FAILED, FROM, Optional.of(configuration));
    api.deliveries.noteCopy(api.deliveries.all().getFirst().id(), Samples.delivery().id());

    assertThat(dryRun()).isEqualTo(counted(0, 0, 1, 0, true));
  }

  @Test
  void dryRunCountsDeliveriesAndChangesNothing() {
    api.storeTask(7, Optional.of(path));
    api.storeTask(8, Optional.of(api.configured("B")));
    recorded(1, DeliveryStatus.FAILED, FROM, Optional.of(configuration));
    recorded(1, DeliveryStatus.FAILED, TO, Optional.of(configuration));
    recorded(1, DeliveryStatus.FAILED, FROM.minusMillis(1), Optional.of(configuration));
    recorded(1, DeliveryStatus.FAILED, TO.plusMillis(1), Optional.of(configuration));
    recorded(1, DeliveryStatus.FAILED, FROM, Optional.of(Samples.configurationId()));
    recorded(1, DeliveryStatus.DELIVERED, FROM, Optional.of(configuration));
    recorded(1, DeliveryStatus.HELD, FROM, Optional.of(configuration));
    recorded(7, DeliveryStatus.UNROUTED, FROM, Optional.empty());
    recorded(8, DeliveryStatus.UNROUTED, FROM, Optional.empty());
    recorded(9, DeliveryStatus.UNROUTED, FROM, Optional.empty());
    List<Delivery> before = api.deliveries.all();

    assertThat(dryRun()).isEqualTo(counted(0, 1, 2, 1, true));
    assertThat(api.deliveries.all()).isEqualTo(before);
    assertThat(api.jobs.all()).isEmpty();
    assertThat(api.workMessages.sent()).isEmpty();
  }

  /// A dry run counts only reports that the recovery itself would send.
  @Test
  void dryRunExcludesUnroutedReportsIfAnotherConfigurationWasFirst() {
    api.storeTask(7, Optional.of(api.configured("First")));
    api.tasks.save(
        CdrTask.of(new TaskId(7), "Task", Optional.of(configuration), NOW),
        api.tasks.find(new TaskId(7)).map(CdrTask::revision));
    recorded(7, DeliveryStatus.UNROUTED, FROM, Optional.empty());

    assertThat(dryRun()).isEqualTo(counted(0, 0, 0, 0, true));
  }

  /// Pending deliveries of a failing receiver are overdue, because its breaker lets them wait. A
  /// recovery does not change a delivery whose round began outside the range.
  @Test
  void dryRunCountsPendingDeliveries() {
    for (int i = 0; i < 500; i++) {
      pending(FROM, NOW.plusSeconds(3_600 + i), configuration);
    }
    pending(FROM, NOW, configuration);
    pending(TO.plusMillis(1), NOW.plusSeconds(60), configuration);
    pending(FROM, NOW.plusSeconds(60), Samples.configurationId());

    assertThat(dryRun()).isEqualTo(counted(501, 0, 0, 0, true));
  }

  private void pending(Instant createdAt, Instant dueAt, ConfigurationId to) {
    Delivery delivery = Samples.delivery(new TaskId(1), createdAt);
    api.deliveries.record(Samples.with(delivery, DeliveryProgress.pending(dueAt), to));
  }

  @Test
  void dryRunNeitherSkipsNorRepeatsBeyondAPage() {
    for (int i = 0; i < 1_234; i++) {
      recorded(1, DeliveryStatus.FAILED, FROM.plusSeconds(i / 10), Optional.of(configuration));
    }

    assertThat(dryRun()).isEqualTo(counted(0, 0, 1_234, 0, true));
  }

  @Test
  void dryRunReadsAtMostTenThousandDeliveries() {
    for (int i = 0; i < RecoveryCount.MAX_SEEN; i++) {
      recorded(1, DeliveryStatus.FAILED, FROM, Optional.of(configuration));
    }
    assertThat(dryRun()).isEqualTo(counted(0, 0, 10_000, 0, true));

    recorded(1, DeliveryStatus.UNROUTED, FROM, Optional.empty());
    assertThat(dryRun()).as("another task's").isEqualTo(counted(0, 0, 10_000, 0, true));

    api.storeTask(1, Optional.of(path));
    assertThat(dryRun()).isEqualTo(counted(0, 0, 10_000, 0, false));
  }

  @Test
  void dryRunStopsWhenItsTimeIsUp() {
    for (int i = 0; i < 9; i++) {
      recorded(i + 1, DeliveryStatus.UNROUTED, FROM, Optional.empty());
      api.storeTask(i + 1, Optional.of(path));
    }
    // Each read of a task takes a second.
    api.use(
        Faults.meanwhile(
            "routings", CdrTasks.class, api.tasks, () -> api.now = api.now.plusSeconds(1)));

    assertThat(dryRun()).contains("\"complete\":false").containsPattern("\"unrouted\":[0-8],");
  }

  @Test
  void dryRunExcludesHeldReportsOfDisabledConfiguration() {
    recorded(1, DeliveryStatus.HELD, FROM, Optional.of(configuration));
    api.note(path, false, ReceiverHealth.GOOD);

    assertThat(dryRun()).isEqualTo(counted(0, 0, 0, 0, true));
  }

  private static String counted(int pending, int held, int failed, int unrouted, boolean complete) {
    return "{\"count\":%d,\"pending\":%d,\"held\":%d,\"failed\":%d,\"unrouted\":%d,\"complete\":%s}"
        .formatted(pending + held + failed + unrouted, pending, held, failed, unrouted, complete);
  }

  private String dryRun() {
    Answer answer = api.post("/recoveries", body(",\"dryRun\":true"));
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.text();
  }

  private void recorded(
      long task, DeliveryStatus status, Instant at, Optional<ConfigurationId> whose) {
    Delivery delivery = Samples.delivery(new TaskId(task), at);
    api.deliveries.record(Samples.with(delivery, DeliveryProgress.kept(status, ""), whose));
  }
}
