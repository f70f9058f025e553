package io.cdrwebhooks.dispatch;

import static io.cdrwebhooks.dispatch.DispatchSystem.BUCKET;
import static io.cdrwebhooks.dispatch.DispatchSystem.CONFIGURATION;
import static io.cdrwebhooks.dispatch.DispatchSystem.START;
import static io.cdrwebhooks.dispatch.DispatchSystem.TASK;
import static io.cdrwebhooks.dispatch.TestEvents.event;
import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.delivery.AttemptClaim;
import io.cdrwebhooks.delivery.AttemptNumber;
import io.cdrwebhooks.delivery.Deliveries;
import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.delivery.DeliveryId;
import io.cdrwebhooks.delivery.DeliveryProgress;
import io.cdrwebhooks.delivery.DeliveryStatus;
import io.cdrwebhooks.delivery.TimeRange;
import io.cdrwebhooks.link.AccessToken;
import io.cdrwebhooks.link.DownloadLink;
import io.cdrwebhooks.link.DownloadLinks;
import io.cdrwebhooks.report.ObjectKey.ReportKey;
import io.cdrwebhooks.report.ReportListing;
import io.cdrwebhooks.report.ReportListing.Listed;
import io.cdrwebhooks.report.ReportVersion;
import io.cdrwebhooks.report.TaskId;
import io.cdrwebhooks.statistics.Series;
import io.cdrwebhooks.work.BulkJob;
import io.cdrwebhooks.work.BulkJob.Task;
import io.cdrwebhooks.work.BulkJobs;
import io.cdrwebhooks.work.DueWork;
import io.cdrwebhooks.work.InMemoryDueAttempts.Sent;
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
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Tests jobs over many deliveries: their steps, how they share invocations, and how they continue.
class BulkWorkTest {
  private static final TimeRange ALL =
      new TimeRange(START.minus(Duration.ofDays(60)), START.plus(Duration.ofDays(1)));

  @AutoClose private final DispatchSystem system = new DispatchSystem().withTask();
  private final DrivenJobs jobs = new DrivenJobs(system);

  @BeforeEach
  void lanesStandStill() {
    system.lanesStandStill();
  }

  @Test
  void recoverySkipsAndRepeatsNothing() throws IOException {
    Set<DeliveryId> failed = failed(430);
    for (int i = 0; i < 430; i++) {
      kept(1_000 + i, DeliveryStatus.HELD);
    }

    BulkJob done = jobs.run(new Task.Recover(CONFIGURATION, ALL));

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

    jobs.run(new Task.Recover(CONFIGURATION, ALL));

    assertThat(system.deliveries.find(pending.id()).orElseThrow().progress().dueAt())
        .contains(system.now);
    assertThat(wokenLanes()).contains(CONFIGURATION);
  }

  @Test
  void recoveredDeliveryIsANewRoundUnderTheSameId() throws IOException {
    Delivery failed = kept(1, DeliveryStatus.FAILED);
    jobs.run(new Task.Recover(CONFIGURATION, ALL));
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

    jobs.run(new Task.Recover(CONFIGURATION, ALL));

    assertThat(system.deliveries.find(mine.id()).orElseThrow().configurationId())
        .contains(CONFIGURATION);
    assertThat(system.deliveries.find(others.id()).orElseThrow().status())
        .isEqualTo(DeliveryStatus.UNROUTED);
  }

  @Test
  void recoveryIsSafeToRunTwice() throws IOException {
    kept(1, DeliveryStatus.FAILED);
    jobs.run(new Task.Recover(CONFIGURATION, ALL));
    BulkJob second = jobs.run(new Task.Recover(CONFIGURATION, ALL));

    assertThat(second.position().changed()).isZero();
  }

  @Test
  void twoWorkersOnOneJobAreHarmless() throws IOException {
    Set<DeliveryId> failed = failed(430);
    BulkJob job = jobs.created(new Task.Recover(CONFIGURATION, ALL));
    String message = "{\"jobId\":\"" + job.id() + "\"}";

    assertThat(system.invoke(message, message, message)).isEmpty();
    jobs.run(job.id());

    assertThat(system.deliveries.all())
        .allSatisfy(each -> assertThat(each.progress().lastAttempt()).hasToString("2#0"))
        .extracting(Delivery::id)
        .containsExactlyInAnyOrderElementsOf(failed);
  }

  @Test
  void secondMessageOfARunningJobTakesNoStep() throws IOException {
    BulkJob job = endOfHeld(430);
    List<Long> stepsMeanwhile = new ArrayList<>();
    system.watch(
        new CallWatch() {
          @Override
          public void before(Call call) {}

          @Override
          public Object after(Call call, Object answer) {
            if (call.is(BulkJobs.class, "advance")) {
              long before = jobs.steps(job);
              assertThat(dueMeanwhile(job)).isEmpty();
              stepsMeanwhile.add(jobs.steps(job) - before);
            }
            return answer;
          }
        });
    jobs.run(job.id());

    assertThat(stepsMeanwhile).hasSizeGreaterThan(5).containsOnly(0L);
  }

  @Test
  void jobTakesManyStepsInAnInvocationAndSendsItselfNoMessage() throws IOException {
    failed(2_000);
    BulkJob job = jobs.created(new Task.Recover(CONFIGURATION, ALL));
    assertThat(jobs.due(job)).isEmpty();

    assertThat(jobs.found(job).finished()).isTrue();
    assertThat(jobs.found(job).position().changed()).isEqualTo(2_000);
    assertThat(jobs.steps(job)).isGreaterThan(20);
    assertThat(system.dueAttempts.sent())
        .extracting(Sent::work)
        .allMatch(work -> work instanceof DueWork.OfLane);
  }

  @Test
  void noStepBeginsAfterTheDeadline() throws IOException {
    BulkJob job = endOfHeld(20_000);
    beforeEachPage(() -> system.now = system.now.plusSeconds(1));
    jobs.due(job);

    assertThat(system.now)
        .as("100 s of an invocation, a step takes one")
        .isEqualTo(START.plusSeconds(100));
    long ended = jobs.found(job).position().changed();
    assertThat(ended).as("a hundred in each step").isBetween(97L * 100, 100L * 100);

    system.now = jobs.found(job).dueAt().orElseThrow();
    assertThat(system.now)
        .as("when the invocation's time is over")
        .isEqualTo(START.plusSeconds(120));
    system.remaining(new TestContext(20_000));
    jobs.due(job);
    assertThat(jobs.found(job).position().changed()).isEqualTo(ended);
  }

  @Test
  void killedJobIsContinuedByTheSweepFromItsStoredPosition() throws IOException {
    BulkJob job = endOfHeld(430);
    beforeEachPage(
        () -> {
          if (jobs.steps(job) == 3) {
            throw new IllegalStateException("killed");
          }
        });
    assertThat(jobs.due(job)).hasSize(1);
    beforeEachPage(() -> {});
    assertThat(jobs.found(job).position().changed()).isBetween(200L, 300L);

    Instant begun = system.now;
    jobs.sweepUntilFinished(job);

    assertThat(jobs.found(job).position().changed()).isEqualTo(430);
    assertThat(system.deliveries.all())
        .allMatch(delivery -> delivery.status() == DeliveryStatus.FAILED);
    assertThat(Duration.between(begun, system.now)).isLessThan(Duration.ofMinutes(6));
  }

  /// Digests and second events wait in the same queue.
  @Test
  void turnOfAJobEndsIfManyOthersWait() throws IOException {
    BulkJob job = endOfHeld(20_000);
    beforeEachPage(() -> system.now = system.now.plusSeconds(1));
    system.dueAttempts.backgroundWaiting(10);
    jobs.due(job);

    assertThat(system.now).isEqualTo(START.plusSeconds(10));
    assertThat(jobs.steps(job)).isEqualTo(10);
    assertThat(jobs.found(job).dueAt()).contains(START.plusSeconds(85));

    system.now = START.plusSeconds(60);
    system.schedule("sweep");
    assertThat(system.dueAttempts.sent())
        .last()
        .isEqualTo(new Sent(new DueWork.OfJob(job.id()), Duration.ofSeconds(25)));
    system.now = START.plusSeconds(85);
    jobs.due(job);
    assertThat(jobs.steps(job)).isEqualTo(20);
  }

  @Test
  void fewWaitingMessagesEndNoTurn() throws IOException {
    BulkJob job = endOfHeld(20_000);
    beforeEachPage(() -> system.now = system.now.plusSeconds(1));
    system.dueAttempts.backgroundWaiting(9);
    jobs.due(job);

    assertThat(jobs.steps(job)).isEqualTo(100);
  }

  /// The long pause of a job holds no call that others need.
  @Test
  void jobDoesNotPauseWhileOthersWait() throws IOException {
    BulkJob job = endOfHeld(1);
    system.dueAttempts.backgroundWaiting(10);
    jobs.due(job);

    assertThat(system.now).isEqualTo(START);
    assertThat(jobs.steps(job)).isEqualTo(2 * Deliveries.LIST_SHARDS);
    system.now = START.plusSeconds(75);
    jobs.due(job);
    assertThat(jobs.found(job).finished()).isTrue();
  }

  /// One runs at a time, and the whole bucket takes it hours.
  @Test
  void reconciliationKeepsItsTurn() throws IOException {
    for (int i = 0; i < 60; i++) {
      system.listing.add(
          new Listed(BUCKET, "reports/1/" + i + ".zip", Optional.empty(), 1, Instant.EPOCH));
    }
    system.watch(
        call -> {
          if (call.is(ReportListing.class, "list")) {
            system.now = system.now.plusSeconds(1);
          }
        });
    system.dueAttempts.backgroundWaiting(1_000);
    BulkJob job = jobs.created(new Task.Reconcile(BUCKET, ALL));
    jobs.due(job);

    assertThat(jobs.found(job).finished()).isTrue();
  }

  private void beforeEachPage(Runnable happening) {
    system.watch(
        call -> {
          if (call.is(Deliveries.class, "listByConfiguration")) {
            happening.run();
          }
        });
  }

  /// The job that ends many held deliveries of a deleted configuration.
  private BulkJob endOfHeld(int count) throws IOException {
    for (int i = 0; i < count; i++) {
      kept(i, DeliveryStatus.HELD);
    }
    system.withoutConfiguration();
    return jobs.created(new Task.End(CONFIGURATION, ALL));
  }

  @Test
  void enabledConfigurationReleasesHeldDeliveries() throws IOException {
    Delivery held = kept(1, DeliveryStatus.HELD);
    kept(2, DeliveryStatus.FAILED);
    jobs.run(new Task.Release(CONFIGURATION, ALL));
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
    jobs.run(new Task.Release(CONFIGURATION, ALL));

    assertThat(system.deliveries.find(held.id()).orElseThrow().status())
        .isEqualTo(DeliveryStatus.HELD);
  }

  @Test
  void deletedConfigurationEndsItsDeliveriesAndRevokesItsLinks() throws IOException {
    system.receiver.answer(500, "down");
    Delivery pending = attempted("tx00001.zip");
    Delivery held = kept(1, DeliveryStatus.HELD);
    system.withoutConfiguration();

    jobs.run(new Task.End(CONFIGURATION, ALL));

    for (Delivery delivery : List.of(pending, held)) {
      Delivery ended = system.deliveries.find(delivery.id()).orElseThrow();
      assertThat(ended.status()).isEqualTo(DeliveryStatus.FAILED);
      assertThat(ended.progress().reason()).isEqualTo("its configuration was deleted");
    }
    assertThat(system.links.find(AccessToken.of(system.tokens.getFirst()).hash()).orElseThrow())
        .satisfies(link -> assertThat(link.revoked()).isTrue());
    assertThat(system.statistics.total(Series.of(CONFIGURATION)).failed()).isEqualTo(2);
  }

  /// A receiver may renew the link of any stored delivery, even before its first attempt.
  @Test
  void deletedConfigurationRevokesRenewedLinksToo() throws IOException {
    Delivery held = kept(1, DeliveryStatus.HELD);
    Delivery old = recorded(40 * 86_400, TASK, Optional.of(CONFIGURATION), DeliveryStatus.FAILED);
    List<DownloadLink> renewed = new ArrayList<>();
    for (Delivery delivery : List.of(held, old)) {
      AccessToken token = AccessToken.of(UUID.randomUUID());
      renewed.add(DownloadLink.issue(token, delivery.id(), delivery.report(), START));
    }
    renewed.forEach(system.links::issue);
    system.withoutConfiguration();

    jobs.run(new Task.End(CONFIGURATION, ALL));

    assertThat(renewed)
        .allSatisfy(
            link ->
                assertThat(system.links.find(link.tokenHash()).orElseThrow().revoked()).isTrue());
  }

  /// A recovery sent it again, and an attempt was in flight at the deletion.
  @Test
  void oldDeliveryWithAnAttemptInFlightIsEndedToo() throws IOException {
    Instant now = START;
    DeliveryProgress inFlight =
        new DeliveryProgress(
            DeliveryStatus.PENDING,
            "",
            AttemptNumber.NONE,
            Optional.of(now.plus(AttemptClaim.LEASE)),
            Optional.of(now),
            Optional.empty());
    Delivery old = recorded(40 * 86_400, TASK, Optional.of(CONFIGURATION), inFlight);
    system.withoutConfiguration();

    jobs.run(new Task.End(CONFIGURATION, new TimeRange(ALL.from(), START)));

    assertThat(system.deliveries.find(old.id()).orElseThrow().status())
        .isEqualTo(DeliveryStatus.FAILED);
  }

  /// Each query for the links of a delivery takes its time.
  @Test
  void linksOfSixteenDeliveriesAreRevokedAtOnce() throws IOException {
    CyclicBarrier together = new CyclicBarrier(16);
    BulkJob job = endOfHeld(16 * Deliveries.LIST_SHARDS * 10);
    List<Object> broken = new CopyOnWriteArrayList<>();
    AtomicInteger revoked = new AtomicInteger();
    system.watch(
        call -> {
          if (call.is(DownloadLinks.class, "revoke") && revoked.getAndIncrement() < 16) {
            try {
              together.await(10, TimeUnit.SECONDS);
            } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
              broken.add(e);
            }
          }
        });
    jobs.due(job);

    assertThat(broken).isEmpty();
    assertThat(revoked).hasValueGreaterThanOrEqualTo(16);
  }

  @Test
  void nothingEndsForAnExistingConfiguration() throws IOException {
    Delivery held = kept(1, DeliveryStatus.HELD);
    jobs.run(new Task.End(CONFIGURATION, ALL));

    assertThat(system.deliveries.find(held.id()).orElseThrow().status())
        .isEqualTo(DeliveryStatus.HELD);
  }

  @Test
  void linkIssuedDuringRevocationIsRevokedToo() throws IOException {
    BulkJob done = jobs.run(new Task.Revoke(attempted("tx00001.zip").id(), ALL));

    assertThat(done.position().changed()).isEqualTo(1);
    assertThat(system.links.find(AccessToken.of(system.tokens.getFirst()).hash()).orElseThrow())
        .satisfies(link -> assertThat(link.revoked()).isTrue());
  }

  @Test
  void lostMessageOfAJobIsSentAgainByTheSweep() throws IOException {
    BulkJob job = jobs.created(new Task.Recover(CONFIGURATION, ALL));
    system.now = START.plus(Duration.ofMinutes(1));
    system.schedule("sweep");

    assertThat(system.dueAttempts.sent().getLast().work()).isEqualTo(new DueWork.OfJob(job.id()));
  }

  private Delivery kept(int number, DeliveryStatus status) throws IOException {
    return recorded(number, TASK, Optional.of(CONFIGURATION), status);
  }

  private Delivery unrouted(int number, TaskId task) throws IOException {
    return recorded(number, task, Optional.empty(), DeliveryStatus.UNROUTED);
  }

  private Delivery recorded(
      int number, TaskId task, Optional<ConfigurationId> configuration, DeliveryStatus status) {
    return recorded(number, task, configuration, DeliveryProgress.kept(status, "why"));
  }

  private Delivery recorded(
      int number, TaskId task, Optional<ConfigurationId> configuration, DeliveryProgress progress) {
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
            progress);
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

  private List<String> dueMeanwhile(BulkJob job) {
    try {
      return jobs.due(job);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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
