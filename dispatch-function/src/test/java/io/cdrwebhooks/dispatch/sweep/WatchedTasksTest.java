package io.cdrwebhooks.dispatch.sweep;

import static io.cdrwebhooks.dispatch.TestEvents.event;
import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.configuration.CdrTask;
import io.cdrwebhooks.configuration.TaskOptions;
import io.cdrwebhooks.dispatch.DispatchSystem;
import io.cdrwebhooks.notice.Notice;
import io.cdrwebhooks.rhythm.ReportRhythm;
import io.cdrwebhooks.work.DueWork;
import io.cdrwebhooks.work.InMemoryWorkMessages.Sent;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/// Tests a missing report from the sweep to the notice, and that arrivals write nothing for it.
class WatchedTasksTest {
  private static final ReportRhythm HOURLY =
      new ReportRhythm(Duration.ofHours(1), Duration.ofMinutes(10));

  @AutoClose private final DispatchSystem system = new DispatchSystem().withTask();

  @Test
  void sweepFindsTheWatchAndTheNoticeIsSent() throws IOException {
    watch();
    system.invoke(event(system.put("tx1.zip", "v1")));
    Instant last = system.watches.find(DispatchSystem.TASK).orElseThrow().since();
    assertThat(system.delivery().uploadedAt()).as("before the watch").isBeforeOrEqualTo(last);

    sweepAt(last.plusSeconds(60));
    assertThat(system.notices).noneMatch(Notice.ReportOverdue.class::isInstance);
    sweepAt(last.plus(Duration.ofMinutes(70)));

    assertThat(system.notices)
        .filteredOn(Notice.ReportOverdue.class::isInstance)
        .singleElement()
        .satisfies(
            notice ->
                assertThat(((Notice.ReportOverdue) notice).expectedAt())
                    .isEqualTo(last.plus(Duration.ofHours(1))));
  }

  private void watch() {
    CdrTask task = system.tasks.find(DispatchSystem.TASK).orElseThrow();
    CdrTask hourly = task.withOptions(new TaskOptions(false, Optional.of(HOURLY)));
    assertThat(system.tasks.save(hourly, Optional.of(task.revision()))).isNotNull();
    system.watches.begin(DispatchSystem.TASK, system.now.plusSeconds(60), system.now);
  }

  private void sweepAt(Instant at) throws IOException {
    system.now = at;
    int sent = system.workMessages.sent().size();
    system.schedule("sweep");
    for (Sent each : system.workMessages.sent().subList(sent, system.workMessages.sent().size())) {
      if (each.work() instanceof DueWork.OfWatch(var task)) {
        assertThat(system.invoke("{\"watch\":" + task + "}")).isEmpty();
      }
    }
  }
}
