package io.cdrwebhooks.dispatch.jobs;

import static io.cdrwebhooks.dispatch.DispatchSystem.BUCKET;
import static io.cdrwebhooks.dispatch.DispatchSystem.CONFIGURATION;
import static io.cdrwebhooks.dispatch.DispatchSystem.START;
import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.delivery.Deliveries;
import io.cdrwebhooks.delivery.DeliveryStatus;
import io.cdrwebhooks.dispatch.CallWatch;
import io.cdrwebhooks.dispatch.DispatchSystem;
import io.cdrwebhooks.dispatch.DrivenJobs;
import io.cdrwebhooks.dispatch.KeptDeliveries;
import io.cdrwebhooks.dispatch.TestContext;
import io.cdrwebhooks.report.ReportListing;
import io.cdrwebhooks.report.ReportListing.Listed;
import io.cdrwebhooks.work.BulkJob;
import io.cdrwebhooks.work.BulkJob.Task;
import io.cdrwebhooks.work.BulkJobs;
import io.cdrwebhooks.work.DueWork;
import io.cdrwebhooks.work.InMemoryWorkMessages.Sent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Tests the steps of jobs: how they share invocations, and how they continue.
class JobTurnsTest {
  @AutoClose private final DispatchSystem system = new DispatchSystem().withTask();
  private final DrivenJobs jobs = new DrivenJobs(system);
  private final KeptDeliveries kept = new KeptDeliveries(system);

  @BeforeEach
  void lanesStandStill() {
    system.lanesStandStill();
  }

  @Test
  void secondMessageOfARunningJobTakesNoStep() throws IOException {
    BulkJob job = jobs.endOfHeld(430);
    List<Long> stepsMeanwhile = new ArrayList<>();
    system.watch(
        CallWatch.ofAnswers(
            (call, answer) -> {
              if (call.is(BulkJobs.class, "advance")) {
                long before = jobs.steps(job);
                assertThat(dueMeanwhile(job)).isEmpty();
                stepsMeanwhile.add(jobs.steps(job) - before);
              }
              return answer;
            }));
    jobs.run(job.id());

    assertThat(stepsMeanwhile).hasSizeGreaterThan(5).containsOnly(0L);
  }

  @Test
  void jobTakesManyStepsInAnInvocationAndSendsItselfNoMessage() throws IOException {
    kept.failed(2_000);
    BulkJob job = jobs.created(new Task.Recover(CONFIGURATION, DrivenJobs.ALL));
    assertThat(jobs.due(job)).isEmpty();

    assertThat(jobs.found(job).finished()).isTrue();
    assertThat(jobs.found(job).position().changed()).isEqualTo(2_000);
    assertThat(jobs.steps(job)).isGreaterThan(20);
    assertThat(system.workMessages.sent())
        .extracting(Sent::work)
        .allMatch(work -> work instanceof DueWork.OfLane);
  }

  @Test
  void stepDoesNotBeginAfterTheDeadline() throws IOException {
    BulkJob job = jobs.endOfHeld(20_000);
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
    system.remaining(TestContext.remaining(20_000));
    jobs.due(job);
    assertThat(jobs.found(job).position().changed()).isEqualTo(ended);
  }

  @Test
  void killedJobIsContinuedByTheSweepFromItsStoredPosition() throws IOException {
    BulkJob job = jobs.endOfHeld(430);
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
    BulkJob job = jobs.endOfHeld(20_000);
    beforeEachPage(() -> system.now = system.now.plusSeconds(1));
    system.workMessages.backgroundWaiting(10);
    jobs.due(job);

    assertThat(system.now).isEqualTo(START.plusSeconds(10));
    assertThat(jobs.steps(job)).isEqualTo(10);
    assertThat(jobs.found(job).dueAt()).contains(START.plusSeconds(85));

    system.now = START.plusSeconds(60);
    system.schedule("sweep");
    assertThat(system.workMessages.sent())
        .last()
        .isEqualTo(new Sent(new DueWork.OfJob(job.id()), Duration.ofSeconds(25)));
    system.now = START.plusSeconds(85);
    jobs.due(job);
    assertThat(jobs.steps(job)).isEqualTo(20);
  }

  @Test
  void fewWaitingMessagesDoNotEndATurn() throws IOException {
    BulkJob job = jobs.endOfHeld(20_000);
    beforeEachPage(() -> system.now = system.now.plusSeconds(1));
    system.workMessages.backgroundWaiting(9);
    jobs.due(job);

    assertThat(jobs.steps(job)).isEqualTo(100);
  }

  /// The long pause of a job holds no call that others need.
  @Test
  void jobDoesNotPauseWhileOthersWait() throws IOException {
    BulkJob job = jobs.endOfHeld(1);
    system.workMessages.backgroundWaiting(10);
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
    system.workMessages.backgroundWaiting(1_000);
    BulkJob job = jobs.created(new Task.Reconcile(BUCKET, DrivenJobs.ALL));
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

  private List<String> dueMeanwhile(BulkJob job) {
    try {
      return jobs.due(job);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
