package io.cdrwebhooks.dispatch;

import static io.cdrwebhooks.dispatch.DispatchSystem.BUCKET;
import static io.cdrwebhooks.dispatch.DispatchSystem.CONFIGURATION;
import static io.cdrwebhooks.dispatch.DispatchSystem.START;
import static io.cdrwebhooks.dispatch.DispatchSystem.TASK;
import static io.cdrwebhooks.dispatch.DispatchSystem.event;
import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.delivery.BulkJob;
import io.cdrwebhooks.delivery.BulkJob.Task;
import io.cdrwebhooks.delivery.BulkJobId;
import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.delivery.DeliveryId;
import io.cdrwebhooks.delivery.DeliveryProgress;
import io.cdrwebhooks.delivery.DeliveryStatus;
import io.cdrwebhooks.delivery.DueWork;
import io.cdrwebhooks.delivery.TimeRange;
import io.cdrwebhooks.link.AccessToken;
import io.cdrwebhooks.report.ObjectKey.ReportKey;
import io.cdrwebhooks.report.ReportListing.Listed;
import io.cdrwebhooks.report.ReportVersion;
import io.cdrwebhooks.report.TaskId;
import io.cdrwebhooks.statistics.Series;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Jobs over many deliveries, step by step as their messages come in.
class BulkWorkTest {
  private static final TimeRange ALL =
      new TimeRange(START.minus(Duration.ofDays(60)), START.plus(Duration.ofDays(1)));

  private DispatchSystem system;

  @BeforeEach
  void start() throws IOException {
    system = new DispatchSystem();
    system.withTask();
  }

  @AfterEach
  void stop() throws IOException {
    system.close();
  }

  @Test
  void recoveryPagedByItsOwnOrderingKeySkipsAndRepeatsNothing() throws IOException {
    Set<DeliveryId> failed = new HashSet<>();
    for (int i = 0; i < 430; i++) {
      failed.add(kept(i, DeliveryStatus.FAILED).id());
      kept(1_000 + i, DeliveryStatus.HELD);
    }

    BulkJob done = run(new Task.Recover(CONFIGURATION, ALL));

    assertThat(done.position().changed()).isEqualTo(430);
    assertThat(system.deliveries.all())
        .filteredOn(delivery -> delivery.status() == DeliveryStatus.PENDING)
        .extracting(Delivery::id)
        .containsExactlyInAnyOrderElementsOf(failed);
    assertThat(sentDeliveries()).containsExactlyInAnyOrderElementsOf(failed);
  }

  @Test
  void recoveredDeliveryIsANewRoundUnderTheSameId() throws IOException {
    Delivery failed = kept(1, DeliveryStatus.FAILED);
    run(new Task.Recover(CONFIGURATION, ALL));
    system.now = system.now.plusSeconds(60);
    assertThat(system.due(failed.id())).isEmpty();

    assertThat(system.receiver.received)
        .singleElement()
        .satisfies(
            request ->
                assertThat(request.headers()).containsEntry("webhook-id", failed.id().value()));
    assertThat(system.deliveries.attempts(failed.id()).getFirst().number().round()).isEqualTo(2);
  }

  @Test
  void recoveryTakesUnroutedReportsWhoseTaskTellsItsConfigurationNow() throws IOException {
    Delivery mine = unrouted(1, TASK);
    Delivery others = unrouted(2, new TaskId(77));

    run(new Task.Recover(CONFIGURATION, ALL));

    assertThat(system.deliveries.find(mine.id()).orElseThrow().configurationId())
        .contains(CONFIGURATION);
    assertThat(system.deliveries.find(others.id()).orElseThrow().status())
        .isEqualTo(DeliveryStatus.UNROUTED);
  }

  @Test
  void recoveryIsSafeToRunTwice() throws IOException {
    kept(1, DeliveryStatus.FAILED);
    run(new Task.Recover(CONFIGURATION, ALL));
    BulkJob second = run(new Task.Recover(CONFIGURATION, ALL));

    assertThat(second.position().changed()).isZero();
    assertThat(sentDeliveries()).hasSize(1);
  }

  @Test
  void stepThatIsTakenTwiceCountsOnceAndRestartsOnce() throws IOException {
    kept(1, DeliveryStatus.FAILED);
    BulkJob job = created(new Task.Recover(CONFIGURATION, ALL));
    system.due(job.id());
    BulkJob afterOne = system.jobs.find(job.id()).orElseThrow();
    assertThat(afterOne.position().step()).isEqualTo(1);
    assertThat(system.due(job.id())).isEmpty();
    run(job.id());

    assertThat(system.jobs.find(job.id()).orElseThrow().position().changed()).isEqualTo(1);
  }

  @Test
  void enabledConfigurationReleasesWhatWasHeld() throws IOException {
    Delivery held = kept(1, DeliveryStatus.HELD);
    kept(2, DeliveryStatus.FAILED);
    run(new Task.Release(CONFIGURATION, ALL));
    system.now = system.now.plusSeconds(60);
    system.due(held.id());

    assertThat(system.deliveries.find(held.id()).orElseThrow().status())
        .isEqualTo(DeliveryStatus.DELIVERED);
    assertThat(system.receiver.received).hasSize(1);
  }

  @Test
  void disabledConfigurationReleasesNothing() throws IOException {
    system.configurations.replace(
        system.configuration().disabled("again", START), system.configuration().revision());
    Delivery held = kept(1, DeliveryStatus.HELD);
    run(new Task.Release(CONFIGURATION, ALL));

    assertThat(system.deliveries.find(held.id()).orElseThrow().status())
        .isEqualTo(DeliveryStatus.HELD);
  }

  @Test
  void deletedConfigurationEndsItsDeliveriesAndRevokesItsLinks() throws IOException {
    system.receiver.answer(500, "down");
    system.invoke(event(system.put("tx00001.zip", "v1", Map.of("number-of-lines", "2"))));
    Delivery pending = system.deliveries.all().getFirst();
    Delivery held = kept(1, DeliveryStatus.HELD);
    system.withoutConfiguration();

    run(new Task.End(CONFIGURATION, ALL));

    for (Delivery delivery : List.of(pending, held)) {
      Delivery ended = system.deliveries.find(delivery.id()).orElseThrow();
      assertThat(ended.status()).isEqualTo(DeliveryStatus.FAILED);
      assertThat(ended.progress().reason()).isEqualTo("its configuration was deleted");
    }
    assertThat(system.links.find(AccessToken.of(system.tokens.getFirst()).hash()).orElseThrow())
        .satisfies(link -> assertThat(link.revoked()).isTrue());
    assertThat(system.statistics.total(Series.of(CONFIGURATION)).failed()).isEqualTo(2);
  }

  @Test
  void nothingEndsForAConfigurationThatIsThere() throws IOException {
    Delivery held = kept(1, DeliveryStatus.HELD);
    run(new Task.End(CONFIGURATION, ALL));

    assertThat(system.deliveries.find(held.id()).orElseThrow().status())
        .isEqualTo(DeliveryStatus.HELD);
  }

  @Test
  void linkThatWasIssuedWhileLinksWereRevokedIsRevokedToo() throws IOException {
    system.invoke(event(system.put("tx00001.zip", "v1", Map.of("number-of-lines", "2"))));
    BulkJob done = run(new Task.Revoke(system.deliveries.all().getFirst().id(), ALL));

    assertThat(done.position().changed()).isEqualTo(1);
    assertThat(system.links.find(AccessToken.of(system.tokens.getFirst()).hash()).orElseThrow())
        .satisfies(link -> assertThat(link.revoked()).isTrue());
  }

  @Test
  void reportThatNoEventToldOfIsTakenUp() throws IOException {
    ReportVersion missed = listed("missed.zip", START.minus(Duration.ofHours(1)));
    ReportVersion known = listed("known.zip", START.minus(Duration.ofHours(1)));
    system.invoke(event(known));
    listed("too-fresh.zip", START.minus(Duration.ofMinutes(5)));
    listed("too-old.zip", START.minus(Duration.ofHours(25)));
    system.listing.add(
        new Listed(BUCKET, "reports/1/", Optional.empty(), 0, START.minus(Duration.ofHours(1))));

    system.schedule("reconcile");
    run(system.jobs.all().getFirst().id());

    assertThat(system.deliveries.all())
        .extracting(delivery -> delivery.report())
        .containsExactlyInAnyOrder(known, missed);
    assertThat(system.statistics.total(Series.ALL).deliveries()).isEqualTo(2);
    Delivery taken = system.deliveries.all().getLast();
    assertThat(system.due(taken.id())).isEmpty();
    assertThat(system.receiver.received).hasSize(2);
    assertThat(system.invoke(event(missed))).as("its event comes after all").isEmpty();
    assertThat(system.receiver.received).hasSize(2);
  }

  @Test
  void scheduleThatAsksTwiceInAnHourBeginsOneReconciliation() throws IOException {
    system.schedule("reconcile");
    system.schedule("reconcile");
    assertThat(system.jobs.all()).hasSize(1);
    assertThat(system.metrics).singleElement().asString().contains("\"ReconciliationsBegun\":1");

    system.now = START.plus(Duration.ofHours(1));
    system.schedule("reconcile");
    assertThat(system.jobs.all()).hasSize(2);
    assertThat(system.metrics).hasSize(2);
  }

  @Test
  void lostMessageOfAJobIsSentAgainByTheSweep() throws IOException {
    BulkJob job = created(new Task.Recover(CONFIGURATION, ALL));
    system.now = START.plus(Duration.ofMinutes(1));
    system.schedule("sweep");

    assertThat(system.dueAttempts.sent().getLast().work()).isEqualTo(new DueWork.OfJob(job.id()));
  }

  private ReportVersion listed(String fileName, Instant uploadedAt) throws IOException {
    ReportVersion version = system.put(fileName, "v1", Map.of("number-of-lines", "2"));
    system.listing.add(
        new Listed(BUCKET, version.key().text(), version.versionId(), 100, uploadedAt));
    return version;
  }

  private Delivery kept(int number, DeliveryStatus status) throws IOException {
    return recorded(number, TASK, Optional.of(CONFIGURATION), status);
  }

  private Delivery unrouted(int number, TaskId task) throws IOException {
    return recorded(number, task, Optional.empty(), DeliveryStatus.UNROUTED);
  }

  private Delivery recorded(
      int number,
      TaskId task,
      Optional<io.cdrwebhooks.configuration.ConfigurationId> configuration,
      DeliveryStatus status) {
    ReportVersion version =
        new ReportVersion(BUCKET, new ReportKey(task, number + ".zip"), Optional.of("v"));
    Delivery delivery =
        new Delivery(
            DeliveryId.of(new UUID(task.value(), number)),
            task,
            configuration,
            version,
            10,
            Optional.of(new io.cdrwebhooks.report.Inspection(1, "")),
            START.minusSeconds(number),
            DeliveryProgress.kept(status, "why"));
    system.deliveries.record(delivery);
    return delivery;
  }

  private BulkJob created(Task task) {
    BulkJob job = BulkJob.create(BulkJobId.of(UUID.randomUUID()), task, system.now);
    assertThat(system.jobs.create(job)).isTrue();
    return job;
  }

  private BulkJob run(Task task) throws IOException {
    return run(created(task).id());
  }

  /// Takes steps, each when it is due, until the job is finished.
  private BulkJob run(BulkJobId id) throws IOException {
    for (int steps = 0; steps < 100; steps++) {
      BulkJob job = system.jobs.find(id).orElseThrow();
      if (job.finished()) {
        return job;
      }
      system.now = job.dueAt().orElseThrow();
      assertThat(system.due(id)).isEmpty();
    }
    throw new AssertionError("the job comes to no end");
  }

  private List<DeliveryId> sentDeliveries() {
    return system.dueAttempts.sent().stream()
        .filter(sent -> sent.work() instanceof DueWork.OfDelivery)
        .map(sent -> ((DueWork.OfDelivery) sent.work()).id())
        .toList();
  }
}
