package io.cdrwebhooks.dispatch.sweep;

import static io.cdrwebhooks.dispatch.sweep.WatchedTask.START;
import static io.cdrwebhooks.dispatch.sweep.WatchedTask.TASK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cdrwebhooks.configuration.TaskOptions;
import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.notice.Notice;
import io.cdrwebhooks.report.TaskId;
import io.cdrwebhooks.work.ReportWatch;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Tests when a missing report is noticed, and when its arrival. The task should produce one each
/// hour, with ten minutes of grace.
class DueWatchTest {
  private final WatchedTask hourly = new WatchedTask();

  @BeforeEach
  void begin() {
    hourly.begin();
  }

  @Test
  void reportInTimeMovesTheDeadline() {
    Delivery report = hourly.upload(START.plusSeconds(600));

    hourly.look(START.plusSeconds(660));

    assertThat(hourly.stored().dueAt()).isEqualTo(report.uploadedAt().plus(Duration.ofMinutes(70)));
    assertThat(hourly.stored().lastReportAt()).contains(report.uploadedAt());
    assertThat(hourly.stored().overdueSince()).isEmpty();
    assertThat(hourly.notices).isEmpty();
  }

  @Test
  void missingReportIsNoticedOnceAfterTheGrace() {
    Delivery report = hourly.upload(START.plusSeconds(600));
    Instant expected = report.uploadedAt().plus(Duration.ofHours(1));
    hourly.look(expected.plus(Duration.ofMinutes(10)).minusMillis(1));
    assertThat(hourly.notices).isEmpty();

    hourly.look(expected.plus(Duration.ofMinutes(10)));
    assertThat(hourly.stored().overdueSince()).contains(expected);
    assertThat(hourly.notices)
        .containsExactly(
            new Notice.ReportOverdue(
                hourly.configuration.id(),
                TASK,
                "Hourly",
                report.id(),
                report.uploadedAt(),
                expected));
    assertThat(hourly.stores.digests.find(hourly.configuration.id()).orElseThrow().warning())
        .contains("task 42 'Hourly' has produced no report since 2026-03-01T00:10:00Z");
    for (int i = 1; i < 5; i++) {
      hourly.look(hourly.stored().dueAt());
    }
    assertThat(hourly.notices).hasSize(1);
    assertThat(Duration.between(hourly.now, hourly.stored().dueAt()))
        .isEqualTo(Duration.ofMinutes(6));
  }

  @Test
  void lateArrivalIsNoticedOnceWithItsDelay() {
    Delivery before = hourly.upload(START.plusSeconds(600));
    Instant expected = before.uploadedAt().plus(Duration.ofHours(1));
    hourly.look(expected.plus(Duration.ofMinutes(10)));
    Delivery late = hourly.upload(expected.plus(Duration.ofHours(3)));

    hourly.look(late.uploadedAt().plusSeconds(60));
    hourly.look(hourly.stored().dueAt().minusMillis(1));

    assertThat(hourly.notices).hasSize(2);
    Notice.ReportArrivedLate arrived = (Notice.ReportArrivedLate) hourly.notices.getLast();
    assertThat(arrived.delivery()).isEqualTo(late.id());
    assertThat(arrived.late()).isEqualTo(Duration.ofHours(3));
    assertThat(arrived.warning()).contains("arrived at 2026-03-01T04:10:00Z, 3 hours late");
    assertThat(hourly.stored().overdueSince()).isEmpty();
  }

  /// Its event waited in a backlog, or was lost and found.
  @Test
  void reportThatIsRecordedLateArrivedInTime() {
    Delivery before = hourly.upload(START.plusSeconds(600));
    Instant expected = before.uploadedAt().plus(Duration.ofHours(1));
    hourly.look(expected.plus(Duration.ofMinutes(10)));
    Delivery inTime =
        hourly.record(expected.minus(Duration.ofMinutes(2)), expected.plus(Duration.ofMinutes(20)));

    hourly.look(expected.plus(Duration.ofMinutes(21)));

    Notice.ReportArrivedLate arrived = (Notice.ReportArrivedLate) hourly.notices.getLast();
    assertThat(arrived.delivery()).isEqualTo(inTime.id());
    assertThat(arrived.overdueAt()).isEqualTo(expected.plus(Duration.ofMinutes(10)));
    assertThat(arrived.warning())
        .endsWith(
            "arrived at 2026-03-01T01:08:00Z, in time. The service recorded it late, see its"
                + " alarms.");
  }

  @Test
  void nextMissingReportIsNoticedAgain() {
    Delivery first = hourly.upload(START.plusSeconds(600));
    hourly.look(first.uploadedAt().plus(Duration.ofMinutes(70)));
    Delivery second = hourly.upload(hourly.now.plusSeconds(60));
    hourly.look(hourly.now.plusSeconds(360));
    hourly.look(second.uploadedAt().plus(Duration.ofMinutes(70)));

    assertThat(hourly.notices)
        .extracting(notice -> notice.getClass().getSimpleName())
        .containsExactly("ReportOverdue", "ReportArrivedLate", "ReportOverdue");
  }

  @Test
  void redeliveriesDoNotHideReportsThatArrivedInTime() {
    Delivery old = hourly.upload(START.plusSeconds(600));
    hourly.look(START.plusSeconds(700));
    Delivery inTime = hourly.upload(START.plusSeconds(2_400));
    for (int i = 0; i < 25; i++) {
      hourly.record(old.uploadedAt(), START.plusSeconds(3_000 + i));
    }

    hourly.look(old.uploadedAt().plus(Duration.ofMinutes(70)));

    assertThat(hourly.stored().overdueSince()).isEmpty();
    assertThat(hourly.stored().lastReportAt()).contains(inTime.uploadedAt());
  }

  @Test
  void redeliveriesOfOldReportsAreNotListed() {
    hourly.upload(START.plusSeconds(600));
    hourly.look(START.plusSeconds(700));
    hourly.look(hourly.stored().dueAt());
    for (int i = 0; i < 120; i++) {
      hourly.record(START.minus(Duration.ofDays(1)), hourly.now.plusSeconds(1 + i));
    }

    hourly.look(hourly.now.plus(Duration.ofMinutes(6)));

    assertThat(hourly.notices).hasSize(1);
    assertThat(hourly.stored().lastReportAt()).contains(START.plusSeconds(600));
    assertThat(hourly.stored().overdueSince()).isPresent();
  }

  /// Nothing says when its first report should have come, except the beginning of the watch.
  @Test
  void taskWithoutReportsIsOverdueFromItsBeginningWithoutANotice() {

    hourly.look(START.plus(Duration.ofMinutes(69)));
    assertThat(hourly.stored().overdueSince()).isEmpty();
    hourly.look(START.plus(Duration.ofMinutes(70)));

    assertThat(hourly.stored().overdueSince()).contains(START.plus(Duration.ofHours(1)));
    assertThat(hourly.notices).isEmpty();
  }

  @Test
  void taskWithoutAConfigurationIsOverdueWithoutANotice() {
    hourly.save(hourly.task(Optional.empty()));
    hourly.upload(START.plusSeconds(600));

    hourly.look(START.plus(Duration.ofHours(2)));

    assertThat(hourly.stored().overdueSince()).isPresent();
    assertThat(hourly.notices).isEmpty();
  }

  @Test
  void watchEndsWithItsRhythmOrItsTask() {
    hourly.save(hourly.task(Optional.of(hourly.configuration.id())).withOptions(TaskOptions.NONE));

    hourly.look(START.plus(Duration.ofHours(1)));

    assertThat(hourly.stores.watches.find(TASK)).isEmpty();
    hourly.stores.watches.begin(TASK, hourly.now, hourly.now);
    assertThat(hourly.stores.tasks.delete(TASK, Optional.empty(), hourly.now)).isNotNull();
    hourly.watch.handle(TASK);
    assertThat(hourly.stores.watches.find(TASK)).isEmpty();
  }

  @Test
  void earlyOrRepeatedMessageChangesNothing() {
    hourly.look(START.plus(Duration.ofMinutes(1)));
    ReportWatch before = hourly.stored();

    hourly.watch.handle(TASK);
    hourly.watch.handle(new TaskId(43));

    assertThat(hourly.stored()).isEqualTo(before);
  }

  @Test
  void noticeThatCannotBeSentIsSentAgain() {
    hourly.upload(START.plusSeconds(600));
    hourly.noticesFail = true;
    assertThatThrownBy(() -> hourly.look(START.plus(Duration.ofHours(2))))
        .isInstanceOf(IllegalStateException.class);
    hourly.noticesFail = false;

    hourly.watch.handle(TASK);

    assertThat(hourly.notices).hasSize(1);
  }
}
