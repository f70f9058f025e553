package io.cdrwebhooks.dispatch.sweep;

import static io.cdrwebhooks.dispatch.sweep.WatchedTask.START;
import static io.cdrwebhooks.dispatch.sweep.WatchedTask.TASK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.testing.Samples;
import io.cdrwebhooks.work.BulkJob;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/// Tests which receivers get a notice of a missing report.
class OverdueNoticesTest {
  private final WatchedTask hourly = new WatchedTask();

  @Test
  void receiverThatWantsNoticesIsNotifiedOnceOfEachAbsence() {
    hourly.receiverWantsNotices();
    hourly.begin();
    Delivery report = hourly.upload(START.plusSeconds(600));
    Instant expected = report.uploadedAt().plus(Duration.ofHours(1));
    hourly.noticesFail = true;
    Instant at = expected.plus(Duration.ofMinutes(10));
    assertThatThrownBy(() -> hourly.look(at)).isInstanceOf(IllegalStateException.class);
    hourly.noticesFail = false;
    hourly.watch.handle(TASK);
    hourly.look(hourly.stored().dueAt());

    assertThat(hourly.stores.jobs.all())
        .singleElement()
        .satisfies(
            job ->
                assertThat(((BulkJob.Task.Notify) job.task()).body())
                    .isEqualTo(
                        """
                        {"notice":"report-overdue","id":"%s","at":"2026-03-01T01:20:00.000Z",\
                        "configurationId":"%s","taskId":42,"taskName":"Hourly",\
                        "expectedAt":"2026-03-01T01:10:00.000Z",\
                        "lastReportAt":"2026-03-01T00:10:00.000Z"}\
                        """
                            .formatted(job.id(), hourly.configuration.id())));
    Delivery late = hourly.upload(expected.plus(Duration.ofHours(3)));
    hourly.look(late.uploadedAt().plus(Duration.ofMinutes(70)));
    assertThat(hourly.stores.jobs.all()).hasSize(2);
  }

  /// The time of its report is for the configuration alone that had it.
  @Test
  void noticeOmitsTheTimeOfAReportForAnotherReceiver() {
    hourly.receiverWantsNotices();
    hourly.begin();
    hourly.record(START.plusSeconds(600), START.plusSeconds(600), Samples.configurationId());

    hourly.look(START.plus(Duration.ofHours(2)));

    assertThat(hourly.stores.jobs.all())
        .singleElement()
        .satisfies(
            job ->
                assertThat(((BulkJob.Task.Notify) job.task()).body())
                    .endsWith("\"lastReportAt\":\"\"}"));
  }

  @Test
  void receiverThatWantsNoNoticesIsNotNotified() {
    hourly.begin();
    hourly.upload(START.plusSeconds(600));

    hourly.look(START.plus(Duration.ofHours(2)));

    assertThat(hourly.notices).hasSize(1);
    assertThat(hourly.stores.jobs.all()).isEmpty();
  }
}
