package io.cdrwebhooks.dispatch;

import static io.cdrwebhooks.dispatch.DispatchSystem.BUCKET;
import static io.cdrwebhooks.dispatch.DispatchSystem.CONFIGURATION;
import static io.cdrwebhooks.dispatch.DispatchSystem.START;
import static io.cdrwebhooks.dispatch.DispatchSystem.TASK;
import static io.cdrwebhooks.dispatch.DispatchSystem.event;
import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.delivery.BulkJob;
import io.cdrwebhooks.delivery.BulkJob.Task;
import io.cdrwebhooks.delivery.BulkJobId;
import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.delivery.DeliveryId;
import io.cdrwebhooks.delivery.DeliveryProgress;
import io.cdrwebhooks.delivery.DeliveryStatus;
import io.cdrwebhooks.delivery.DueWork;
import io.cdrwebhooks.delivery.InMemoryDueAttempts.Sent;
import io.cdrwebhooks.delivery.TimeRange;
import io.cdrwebhooks.link.AccessToken;
import io.cdrwebhooks.report.ObjectKey.ReportKey;
import io.cdrwebhooks.report.ReportListing.Listed;
import io.cdrwebhooks.report.ReportVersion;
import io.cdrwebhooks.report.Reports;
import io.cdrwebhooks.report.TaskId;
import io.cdrwebhooks.statistics.Series;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Tests jobs over many deliveries: their steps, how they share invocations, and how they continue.
class BulkWorkTest {
  private static final TimeRange ALL =
      new TimeRange(START.minus(Duration.ofDays(60)), START.plus(Duration.ofDays(1)));

  private static final int LOOK_UPS_AT_ONCE = 16;

  private volatile Runnable duringLookUps = () -> {};
  private DispatchSystem system;

  @BeforeEach
  void start() throws IOException {
    system = new DispatchSystem();
    system.watch(
        call -> {
          if (call.is(Reports.class, "lookUp")) {
            duringLookUps.run();
          }
        });
    system.withTask();
    system.lanesStandStill();
  }

  @AfterEach
  void stop() throws IOException {
    system.close();
  }

  @Test
  void recoverySkipsAndRepeatsNothing() throws IOException {
    Set<DeliveryId> failed = failed(430);
    for (int i = 0; i < 430; i++) {
      kept(1_000 + i, DeliveryStatus.HELD);
    }

    BulkJob done = run(new Task.Recover(CONFIGURATION, ALL));

    assertThat(done.position().changed()).isEqualTo(430);
    assertThat(system.deliveries.all())
        .filteredOn(delivery -> delivery.status() == DeliveryStatus.PENDING)
        .extracting(Delivery::id)
        .containsExactlyInAnyOrderElementsOf(failed);
    assertThat(wokenLanes()).containsOnly(CONFIGURATION).hasSizeLessThan(15);
  }

  @Test
  void recoveryPullsPendingDeliveriesForward() throws IOException {
    system.receiver.answer(500, "down");
    Delivery pending = attempted("tx00001.zip");
    Instant nextAt = pending.progress().dueAt().orElseThrow();
    assertThat(nextAt).isAfter(system.now);

    run(new Task.Recover(CONFIGURATION, ALL));

    assertThat(system.deliveries.find(pending.id()).orElseThrow().progress().dueAt())
        .contains(system.now);
    assertThat(wokenLanes()).contains(CONFIGURATION);
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
  void recoveryTakesUnroutedReportsOfItsConfiguration() throws IOException {
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
  }

  @Test
  void twoWorkersOnOneJobAreHarmless() throws IOException {
    Set<DeliveryId> failed = failed(430);
    BulkJob job = created(new Task.Recover(CONFIGURATION, ALL));
    String message = "{\"jobId\":\"" + job.id() + "\"}";

    assertThat(system.invoke(message, message, message)).isEmpty();
    run(job.id());

    assertThat(system.deliveries.all())
        .allSatisfy(each -> assertThat(each.progress().lastAttempt()).hasToString("2#0"))
        .extracting(Delivery::id)
        .containsExactlyInAnyOrderElementsOf(failed);
  }

  @Test
  void secondMessageOfARunningJobTakesNoStep() throws IOException {
    BulkJob job = endOfHeld(430);
    List<Long> stepsDuringPauses = new ArrayList<>();
    system.whenPausing(
        () -> {
          long before = steps(job);
          assertThat(dueMeanwhile(job)).isEmpty();
          stepsDuringPauses.add(steps(job) - before);
        });
    run(job.id());

    assertThat(stepsDuringPauses).hasSizeGreaterThan(5).containsOnly(0L);
  }

  @Test
  void jobTakesManyStepsInAnInvocationAndSendsItselfNoMessage() throws IOException {
    failed(2_000);
    BulkJob job = created(new Task.Recover(CONFIGURATION, ALL));
    assertThat(due(job)).isEmpty();

    assertThat(found(job).finished()).isTrue();
    assertThat(found(job).position().changed()).isEqualTo(2_000);
    assertThat(steps(job)).isGreaterThan(40);
    assertThat(system.dueAttempts.sent())
        .extracting(Sent::work)
        .allMatch(work -> work instanceof DueWork.OfLane);
  }

  @Test
  void noStepBeginsAfterTheDeadline() throws IOException {
    BulkJob job = endOfHeld(20_000);
    due(job);

    assertThat(system.now)
        .as("the last step in 100 s of an invocation, one a second")
        .isEqualTo(START.plusSeconds(99));
    long ended = found(job).position().changed();
    assertThat(ended).isBetween(99L * 100, 100L * 100);

    system.now = found(job).dueAt().orElseThrow();
    assertThat(system.now)
        .as("when the invocation's time is over")
        .isEqualTo(START.plusSeconds(120));
    system.remaining(new TestContext(20_000));
    due(job);
    assertThat(found(job).position().changed()).isEqualTo(ended);
  }

  @Test
  void killedJobIsContinuedByTheSweepFromItsStoredPosition() throws IOException {
    BulkJob job = endOfHeld(430);
    system.whenPausing(
        () -> {
          if (steps(job) == 3) {
            throw new IllegalStateException("killed");
          }
        });
    assertThat(due(job)).hasSize(1);
    system.whenPausing(() -> {});
    assertThat(found(job).position().changed()).isEqualTo(300);

    Instant begun = system.now;
    sweepUntilFinished(job);

    assertThat(found(job).position().changed()).isEqualTo(430);
    assertThat(system.deliveries.all())
        .allMatch(delivery -> delivery.status() == DeliveryStatus.FAILED);
    assertThat(Duration.between(begun, system.now)).isLessThan(Duration.ofMinutes(6));
  }

  /// The job that ends many held deliveries of a deleted configuration: it pauses between its
  /// pages.
  private BulkJob endOfHeld(int count) throws IOException {
    for (int i = 0; i < count; i++) {
      kept(i, DeliveryStatus.HELD);
    }
    system.withoutConfiguration();
    return created(new Task.End(CONFIGURATION, ALL));
  }

  /// As the schedule does it, while every message reaches its job.
  private void sweepUntilFinished(BulkJob job) throws IOException {
    for (int minutes = 0; !found(job).finished() && minutes < 10; minutes++) {
      int sent = system.dueAttempts.sent().size();
      system.schedule("sweep");
      Instant next = system.now.plus(Pace.STANDARD.sweepEvery());
      for (Sent message :
          List.copyOf(system.dueAttempts.sent().subList(sent, system.dueAttempts.sent().size()))) {
        if (message.work().equals(new DueWork.OfJob(job.id()))) {
          system.now = system.now.plus(message.delay());
          due(job);
        }
      }
      system.now = next.isAfter(system.now) ? next : system.now;
    }
    assertThat(found(job).finished()).isTrue();
  }

  @Test
  void enabledConfigurationReleasesHeldDeliveries() throws IOException {
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
    Delivery pending = attempted("tx00001.zip");
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
  void nothingEndsForAnExistingConfiguration() throws IOException {
    Delivery held = kept(1, DeliveryStatus.HELD);
    run(new Task.End(CONFIGURATION, ALL));

    assertThat(system.deliveries.find(held.id()).orElseThrow().status())
        .isEqualTo(DeliveryStatus.HELD);
  }

  @Test
  void linkIssuedDuringRevocationIsRevokedToo() throws IOException {
    BulkJob done = run(new Task.Revoke(attempted("tx00001.zip").id(), ALL));

    assertThat(done.position().changed()).isEqualTo(1);
    assertThat(system.links.find(AccessToken.of(system.tokens.getFirst()).hash()).orElseThrow())
        .satisfies(link -> assertThat(link.revoked()).isTrue());
  }

  @Test
  void reportWithALostEventIsRecorded() throws IOException {
    ReportVersion missed = listed("missed.zip", START.minus(Duration.ofHours(1)));
    ReportVersion known = listed("known.zip", START.minus(Duration.ofHours(1)));
    system.invoke(event(known));
    system.due(system.deliveries.all().getFirst().id());
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
  void twoSchedulesInAnHourBeginOneReconciliation() throws IOException {
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

  /// 16 look-ups of 60 ms each take the time of one on 16 threads.
  @Test
  void fullPageOfMissingReportsFitsOneInvocation() throws IOException {
    missing(992);
    CyclicBarrier together =
        new CyclicBarrier(LOOK_UPS_AT_ONCE, () -> passes(Duration.ofMillis(60)));
    duringLookUps = () -> meet(together);
    BulkJob job = reconciliation();
    assertThat(due(job)).isEmpty();

    assertThat(system.deliveries.all()).hasSize(992);
    assertThat(found(job).finished()).isTrue();
    assertThat(found(job).position().changed()).isEqualTo(992);
    assertThat(Duration.between(START, system.now)).isLessThan(Duration.ofSeconds(5));
  }

  @Test
  void pageCutShortByTheDeadlineIsContinued() throws IOException {
    missing(200);
    AtomicInteger lookUps = new AtomicInteger();
    duringLookUps =
        () -> {
          lookUps.incrementAndGet();
          passes(Duration.ofSeconds(1));
        };
    BulkJob job = reconciliation();
    due(job);

    assertThat(found(job).position().changed())
        .as("one a second for 100 s, and those in flight")
        .isBetween(100L, 100L + LOOK_UPS_AT_ONCE);
    assertThat(found(job).position().cursor()).isEmpty();
    assertThat(found(job).dueAt()).contains(START.plusSeconds(120));

    run(job.id());
    assertThat(system.deliveries.all()).hasSize(200);
    assertThat(found(job).position().changed()).isEqualTo(200);
    assertThat(lookUps).as("recorded reports are known").hasValue(200);
  }

  private BulkJob reconciliation() throws IOException {
    system.schedule("reconcile");
    return system.jobs.all().getFirst();
  }

  private void missing(int count) throws IOException {
    system.listing.pageSize(1_000);
    for (int i = 0; i < count; i++) {
      var _ = listed(i + ".zip", START.minus(Duration.ofHours(1)));
    }
  }

  private synchronized void passes(Duration time) {
    system.now = system.now.plus(time);
  }

  private static void meet(CyclicBarrier others) {
    try {
      others.await(10, TimeUnit.SECONDS);
    } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
      throw new IllegalStateException(e);
    }
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
      int number, TaskId task, Optional<ConfigurationId> configuration, DeliveryStatus status) {
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

  private Set<DeliveryId> failed(int count) throws IOException {
    Set<DeliveryId> failed = new HashSet<>();
    for (int i = 0; i < count; i++) {
      failed.add(kept(i, DeliveryStatus.FAILED).id());
    }
    return failed;
  }

  private List<String> due(BulkJob job) throws IOException {
    return system.due(job.id());
  }

  private List<String> dueMeanwhile(BulkJob job) {
    try {
      return due(job);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private BulkJob found(BulkJob job) {
    return system.jobs.find(job.id()).orElseThrow();
  }

  private long steps(BulkJob job) {
    return found(job).position().step();
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

  private List<ConfigurationId> wokenLanes() {
    return system.dueAttempts.sent().stream()
        .filter(sent -> sent.work() instanceof DueWork.OfLane)
        .map(sent -> ((DueWork.OfLane) sent.work()).configuration())
        .toList();
  }

  /// A report that arrived, after its first attempt.
  private Delivery attempted(String fileName) throws IOException {
    assertThat(system.invoke(event(system.put(fileName, "v1", Map.of("number-of-lines", "2")))))
        .isEmpty();
    DeliveryId id = system.deliveries.all().getLast().id();
    assertThat(system.due(id)).isEmpty();
    return system.deliveries.find(id).orElseThrow();
  }
}
