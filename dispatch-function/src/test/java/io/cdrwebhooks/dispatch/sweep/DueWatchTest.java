package io.cdrwebhooks.dispatch.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cdrwebhooks.configuration.CdrTask;
import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.configuration.WebhookConfiguration;
import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.delivery.DeliveryId;
import io.cdrwebhooks.dispatch.TestStores;
import io.cdrwebhooks.dispatch.inputs.RuntimeInputs;
import io.cdrwebhooks.dispatch.receivernotice.ReceiverNotices;
import io.cdrwebhooks.log.EventLog;
import io.cdrwebhooks.log.Metrics;
import io.cdrwebhooks.notice.Notice;
import io.cdrwebhooks.report.TaskId;
import io.cdrwebhooks.rhythm.ReportRhythm;
import io.cdrwebhooks.terms.ReceiverTerms;
import io.cdrwebhooks.testing.Samples;
import io.cdrwebhooks.work.BulkJob;
import io.cdrwebhooks.work.InMemoryDueAttempts;
import io.cdrwebhooks.work.ReportWatch;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// Tests when a missing report is noticed, and when its arrival. The task should produce one each
/// hour, with ten minutes of grace.
class DueWatchTest {
  private static final Instant START = Instant.parse("2026-03-01T00:00:00Z");
  private static final ReportRhythm HOURLY =
      new ReportRhythm(Duration.ofHours(1), Duration.ofMinutes(10));
  private static final TaskId TASK = new TaskId(42);

  private final TestStores stores = new TestStores();
  private final List<Notice> notices = new ArrayList<>();
  private WebhookConfiguration configuration = Samples.configuration();
  private Instant now = START;
  private boolean noticesFail;

  private final RuntimeInputs inputs =
      new RuntimeInputs(
          () -> now,
          UUID::randomUUID,
          () -> 0,
          new EventLog(() -> now, _ -> {}),
          new Metrics(() -> now, _ -> {}));

  private final DueWatch watch =
      new DueWatch(
          stores.stores(_ -> {}),
          this::send,
          new ReceiverNotices(stores.stores(_ -> {}), new InMemoryDueAttempts(), inputs),
          inputs);

  @Test
  void reportInTimeMovesTheDeadline() {
    begin(Optional.of(configuration.id()));
    Delivery report = upload(START.plusSeconds(600));

    look(START.plusSeconds(660));

    assertThat(stored().dueAt()).isEqualTo(report.uploadedAt().plus(Duration.ofMinutes(70)));
    assertThat(stored().lastReportAt()).contains(report.uploadedAt());
    assertThat(stored().overdueSince()).isEmpty();
    assertThat(notices).isEmpty();
  }

  @Test
  void missingReportIsNoticedOnceAfterTheGrace() {
    begin(Optional.of(configuration.id()));
    Delivery report = upload(START.plusSeconds(600));
    Instant expected = report.uploadedAt().plus(Duration.ofHours(1));
    look(expected.plus(Duration.ofMinutes(10)).minusMillis(1));
    assertThat(notices).isEmpty();

    look(expected.plus(Duration.ofMinutes(10)));
    assertThat(stored().overdueSince()).contains(expected);
    assertThat(notices)
        .containsExactly(
            new Notice.ReportOverdue(
                configuration.id(), TASK, "Hourly", report.id(), report.uploadedAt(), expected));
    assertThat(stores.digests.find(configuration.id()).orElseThrow().warning())
        .contains("task 42 'Hourly' has produced no report since 2026-03-01T00:10:00Z");
    for (int i = 1; i < 5; i++) {
      look(stored().dueAt());
    }
    assertThat(notices).hasSize(1);
    assertThat(Duration.between(now, stored().dueAt())).isEqualTo(Duration.ofMinutes(6));
  }

  @Test
  void lateArrivalIsNoticedOnceWithItsDelay() {
    begin(Optional.of(configuration.id()));
    Delivery before = upload(START.plusSeconds(600));
    Instant expected = before.uploadedAt().plus(Duration.ofHours(1));
    look(expected.plus(Duration.ofMinutes(10)));
    Delivery late = upload(expected.plus(Duration.ofHours(3)));

    look(late.uploadedAt().plusSeconds(60));
    look(stored().dueAt().minusMillis(1));

    assertThat(notices).hasSize(2);
    Notice.ReportArrivedLate arrived = (Notice.ReportArrivedLate) notices.getLast();
    assertThat(arrived.delivery()).isEqualTo(late.id());
    assertThat(arrived.late()).isEqualTo(Duration.ofHours(3));
    assertThat(arrived.warning()).contains("has arrived at 2026-03-01T04:10:00Z, 3 hours late");
    assertThat(stored().overdueSince()).isEmpty();
  }

  /// Its event waited in a backlog, or was lost and found.
  @Test
  void reportThatTheServiceRecordedLateWasThereInTime() {
    begin(Optional.of(configuration.id()));
    Delivery before = upload(START.plusSeconds(600));
    Instant expected = before.uploadedAt().plus(Duration.ofHours(1));
    look(expected.plus(Duration.ofMinutes(10)));
    Delivery inTime =
        record(expected.minus(Duration.ofMinutes(2)), expected.plus(Duration.ofMinutes(20)));

    look(expected.plus(Duration.ofMinutes(21)));

    Notice.ReportArrivedLate arrived = (Notice.ReportArrivedLate) notices.getLast();
    assertThat(arrived.delivery()).isEqualTo(inTime.id());
    assertThat(arrived.overdueAt()).isEqualTo(expected.plus(Duration.ofMinutes(10)));
    assertThat(arrived.warning())
        .endsWith(
            "has arrived at 2026-03-01T01:08:00Z, in time. The service recorded it late, see its"
                + " alarms.");
  }

  @Test
  void nextMissingReportIsNoticedAgain() {
    begin(Optional.of(configuration.id()));
    Delivery first = upload(START.plusSeconds(600));
    look(first.uploadedAt().plus(Duration.ofMinutes(70)));
    Delivery second = upload(now.plusSeconds(60));
    look(now.plusSeconds(360));
    look(second.uploadedAt().plus(Duration.ofMinutes(70)));

    assertThat(notices)
        .extracting(notice -> notice.getClass().getSimpleName())
        .containsExactly("ReportOverdue", "ReportArrivedLate", "ReportOverdue");
  }

  /// A redelivery under a new id is a new delivery of an old report.
  @Test
  void redeliveryDoesNotHideANewerReport() {
    begin(Optional.of(configuration.id()));
    Delivery old = upload(START.plusSeconds(600));
    Delivery newer = upload(START.plusSeconds(2_400));
    record(old.uploadedAt(), START.plusSeconds(3_000));

    look(old.uploadedAt().plus(Duration.ofMinutes(70)));

    assertThat(stored().overdueSince()).isEmpty();
    assertThat(stored().lastReportAt()).contains(newer.uploadedAt());
  }

  @Test
  void manyRedeliveriesHideNoReportThatCameInTime() {
    begin(Optional.of(configuration.id()));
    Delivery old = upload(START.plusSeconds(600));
    look(START.plusSeconds(700));
    Delivery inTime = upload(START.plusSeconds(2_400));
    for (int i = 0; i < 25; i++) {
      record(old.uploadedAt(), START.plusSeconds(3_000 + i));
    }

    look(old.uploadedAt().plus(Duration.ofMinutes(70)));

    assertThat(stored().overdueSince()).isEmpty();
    assertThat(stored().lastReportAt()).contains(inTime.uploadedAt());
  }

  @Test
  void redeliveriesOfOlderReportsAreNoNews() {
    begin(Optional.of(configuration.id()));
    upload(START.plusSeconds(600));
    look(START.plusSeconds(700));
    look(stored().dueAt());
    for (int i = 0; i < 120; i++) {
      record(START.minus(Duration.ofDays(1)), now.plusSeconds(1 + i));
    }

    look(now.plus(Duration.ofMinutes(6)));

    assertThat(notices).hasSize(1);
    assertThat(stored().lastReportAt()).contains(START.plusSeconds(600));
    assertThat(stored().overdueSince()).isPresent();
  }

  /// Nothing says when its first report should have come, except the beginning of the watch.
  @Test
  void taskWithoutReportsIsOverdueFromItsBeginningWithoutANotice() {
    begin(Optional.of(configuration.id()));

    look(START.plus(Duration.ofMinutes(69)));
    assertThat(stored().overdueSince()).isEmpty();
    look(START.plus(Duration.ofMinutes(70)));

    assertThat(stored().overdueSince()).contains(START.plus(Duration.ofHours(1)));
    assertThat(notices).isEmpty();
  }

  @Test
  void taskWithoutAConfigurationIsOverdueWithoutANotice() {
    begin(Optional.empty());
    upload(START.plusSeconds(600));

    look(START.plus(Duration.ofHours(2)));

    assertThat(stored().overdueSince()).isPresent();
    assertThat(notices).isEmpty();
  }

  @Test
  void watchEndsWithItsRhythmOrItsTask() {
    begin(Optional.of(configuration.id()));
    save(task(Optional.of(configuration.id())).with(Optional.empty()));

    look(START.plus(Duration.ofHours(1)));

    assertThat(stores.watches.find(TASK)).isEmpty();
    stores.watches.begin(TASK, now, now);
    assertThat(stores.tasks.delete(TASK, Optional.empty(), now)).isNotNull();
    watch.handle(TASK);
    assertThat(stores.watches.find(TASK)).isEmpty();
  }

  @Test
  void earlyOrRepeatedMessageChangesNothing() {
    begin(Optional.of(configuration.id()));
    look(START.plus(Duration.ofMinutes(1)));
    ReportWatch before = stored();

    watch.handle(TASK);
    watch.handle(new TaskId(43));

    assertThat(stored()).isEqualTo(before);
  }

  @Test
  void receiverThatWantsNoticesIsNotifiedOnceOfEachAbsence() {
    receiverWantsNotices();
    begin(Optional.of(configuration.id()));
    Delivery report = upload(START.plusSeconds(600));
    Instant expected = report.uploadedAt().plus(Duration.ofHours(1));
    noticesFail = true;
    Instant at = expected.plus(Duration.ofMinutes(10));
    assertThatThrownBy(() -> look(at)).isInstanceOf(IllegalStateException.class);
    noticesFail = false;
    watch.handle(TASK);
    look(stored().dueAt());

    assertThat(stores.jobs.all())
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
                            .formatted(job.id(), configuration.id())));
    Delivery late = upload(expected.plus(Duration.ofHours(3)));
    look(late.uploadedAt().plus(Duration.ofMinutes(70)));
    assertThat(stores.jobs.all()).hasSize(2);
  }

  /// The time of its report is for the configuration alone that had it.
  @Test
  void receiverGetsNoTimeOfAReportThatWasNotForIt() {
    receiverWantsNotices();
    begin(Optional.of(configuration.id()));
    record(START.plusSeconds(600), START.plusSeconds(600), Samples.configurationId());

    look(START.plus(Duration.ofHours(2)));

    assertThat(stores.jobs.all())
        .singleElement()
        .satisfies(
            job ->
                assertThat(((BulkJob.Task.Notify) job.task()).body())
                    .endsWith("\"lastReportAt\":\"\"}"));
  }

  @Test
  void receiverThatWantsNoNoticesIsNotNotified() {
    begin(Optional.of(configuration.id()));
    upload(START.plusSeconds(600));

    look(START.plus(Duration.ofHours(2)));

    assertThat(notices).hasSize(1);
    assertThat(stores.jobs.all()).isEmpty();
  }

  @Test
  void noticeThatCannotBeSentIsSentAgain() {
    begin(Optional.of(configuration.id()));
    upload(START.plusSeconds(600));
    noticesFail = true;
    assertThatThrownBy(() -> look(START.plus(Duration.ofHours(2))))
        .isInstanceOf(IllegalStateException.class);
    noticesFail = false;

    watch.handle(TASK);

    assertThat(notices).hasSize(1);
  }

  private void send(Notice notice) {
    if (noticesFail) {
      throw new IllegalStateException("the bus is down");
    }
    notices.add(notice);
  }

  private CdrTask task(Optional<ConfigurationId> to) {
    return CdrTask.of(TASK, "Hourly", to, START).with(Optional.of(HOURLY));
  }

  private void begin(Optional<ConfigurationId> to) {
    assertThat(stores.configurations.create(configuration)).isNotNull();
    save(task(to));
    stores.watches.begin(TASK, START, START);
  }

  private void save(CdrTask task) {
    assertThat(stores.tasks.save(task, stores.tasks.find(TASK).map(CdrTask::revision))).isNotNull();
  }

  private void look(Instant at) {
    now = at;
    ReportWatch seen = stored();
    assertThat(
            stores.watches.replace(seen, seen.looked(seen.lastReportAt(), seen.overdueSince(), at)))
        .isTrue();
    watch.handle(TASK);
  }

  private ReportWatch stored() {
    return stores.watches.find(TASK).orElseThrow();
  }

  private Delivery upload(Instant at) {
    return record(at, at);
  }

  private void receiverWantsNotices() {
    configuration =
        new WebhookConfiguration(
            configuration.id(),
            configuration.name(),
            configuration.url(),
            configuration.signatures(),
            configuration.gateway(),
            true,
            new ReceiverTerms(
                configuration.terms().limits(),
                configuration.terms().payloadVersion(),
                configuration.terms().downloadProtection(),
                configuration.terms().receiverRequests(),
                true),
            configuration.health(),
            configuration.createdAt(),
            configuration.updatedAt(),
            configuration.revision());
  }

  private Delivery record(Instant uploadedAt, Instant createdAt) {
    return record(uploadedAt, createdAt, configuration.id());
  }

  private Delivery record(Instant uploadedAt, Instant createdAt, ConfigurationId configurationId) {
    Delivery sample = Samples.delivery(TASK, createdAt);
    Delivery delivery =
        new Delivery(
            DeliveryId.of(UUID.randomUUID()),
            Optional.of(configurationId),
            new Delivery.Upload(sample.report(), uploadedAt, 1, Optional.empty()),
            createdAt,
            sample.progress());
    assertThat(stores.deliveries.record(delivery)).isNotNull();
    return delivery;
  }
}
