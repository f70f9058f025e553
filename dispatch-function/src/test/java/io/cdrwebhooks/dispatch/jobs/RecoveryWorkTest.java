package io.cdrwebhooks.dispatch.jobs;

import static io.cdrwebhooks.dispatch.DispatchSystem.CONFIGURATION;
import static io.cdrwebhooks.dispatch.DispatchSystem.START;
import static io.cdrwebhooks.dispatch.DispatchSystem.TASK;
import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.delivery.Deliveries;
import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.delivery.DeliveryId;
import io.cdrwebhooks.delivery.DeliveryStatus;
import io.cdrwebhooks.dispatch.DispatchSystem;
import io.cdrwebhooks.dispatch.DrivenJobs;
import io.cdrwebhooks.dispatch.KeptDeliveries;
import io.cdrwebhooks.report.TaskId;
import io.cdrwebhooks.work.BulkJob;
import io.cdrwebhooks.work.BulkJob.Position;
import io.cdrwebhooks.work.BulkJob.Task;
import io.cdrwebhooks.work.BulkJobs;
import io.cdrwebhooks.work.DueWork;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Tests the jobs that restart deliveries: recoveries, and releases of held ones.
class RecoveryWorkTest {
  @AutoClose private final DispatchSystem system = new DispatchSystem().withTask();
  private final DrivenJobs jobs = new DrivenJobs(system);
  private final KeptDeliveries kept = new KeptDeliveries(system);

  @BeforeEach
  void lanesStandStill() {
    system.lanesStandStill();
  }

  @Test
  void recoverySkipsAndRepeatsNothing() throws IOException {
    Set<DeliveryId> missed = kept.failed(430);
    for (int i = 0; i < 430; i++) {
      missed.add(kept.with(1_000 + i, DeliveryStatus.HELD).id());
      kept.with(2_000 + i, DeliveryStatus.DELIVERED);
    }

    BulkJob done = jobs.run(new Task.Recover(CONFIGURATION, DrivenJobs.ALL));

    assertThat(done.position().changed()).isEqualTo(430 + 430);
    assertThat(system.deliveries.all())
        .filteredOn(delivery -> delivery.status() == DeliveryStatus.PENDING)
        .allSatisfy(each -> assertThat(each.progress().lastAttempt()).hasToString("2#0"))
        .extracting(Delivery::id)
        .containsExactlyInAnyOrderElementsOf(missed);
    assertThat(wokenLanes()).containsOnly(CONFIGURATION).hasSizeLessThan(25);
  }

  /// An earlier version reads the cursor of any later place as an instant in the lane.
  @Test
  void cursorOfHeldDeliveriesIsAnInstant() throws IOException {
    for (int i = 0; i < 430; i++) {
      kept.with(i, DeliveryStatus.HELD);
    }
    List<Position> reached = new CopyOnWriteArrayList<>();
    system.watch(
        call -> {
          if (call.is(BulkJobs.class, "advance")) {
            reached.add(((BulkJob) call.arguments().getLast()).position());
          }
        });

    jobs.run(new Task.Recover(CONFIGURATION, DrivenJobs.ALL));

    // Failed and unrouted lists and the lane come before.
    int before = 2 * Deliveries.LIST_SHARDS + 1;
    assertThat(reached)
        .filteredOn(each -> each.partition() >= before && each.cursor().isPresent())
        .isNotEmpty()
        .allSatisfy(each -> assertThat(Instant.parse(each.cursor().orElseThrow())).isBefore(START));
  }

  @Test
  void recoveryMakesPendingDeliveriesDueNow() throws IOException {
    system.receiver.answer(500, "down");
    Delivery pending = kept.attempted("tx00001.zip");
    Instant nextAt = pending.progress().dueAt().orElseThrow();
    assertThat(nextAt).isAfter(system.now);

    jobs.run(new Task.Recover(CONFIGURATION, DrivenJobs.ALL));

    assertThat(system.deliveries.find(pending.id()).orElseThrow().progress().dueAt())
        .contains(system.now);
    assertThat(wokenLanes()).contains(CONFIGURATION);
  }

  @Test
  void recoveredDeliveryIsANewRoundUnderTheSameId() throws IOException {
    Delivery failed = kept.with(1, DeliveryStatus.FAILED);
    jobs.run(new Task.Recover(CONFIGURATION, DrivenJobs.ALL));
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
    Delivery mine = kept.unrouted(1, TASK);
    Delivery others = kept.unrouted(2, new TaskId(77));

    jobs.run(new Task.Recover(CONFIGURATION, DrivenJobs.ALL));

    assertThat(system.deliveries.find(mine.id()).orElseThrow().configurationId())
        .contains(CONFIGURATION);
    assertThat(system.deliveries.find(others.id()).orElseThrow().status())
        .isEqualTo(DeliveryStatus.UNROUTED);
  }

  /// A person stops it while its worker has read the job and takes the first step.
  @Test
  void stoppedRecoveryEndsAfterTheStepInFlight() throws IOException {
    kept.failed(430);
    BulkJob job = jobs.created(new Task.Recover(CONFIGURATION, DrivenJobs.ALL));
    system.watch(
        call -> {
          if (call.is(BulkJobs.class, "advance") && !jobs.found(job).stopped()) {
            assertThat(system.jobs.advance(jobs.found(job), jobs.found(job).stop())).isTrue();
          }
        });

    jobs.due(job);
    jobs.due(job);

    assertThat(jobs.found(job).stopped()).isTrue();
    assertThat(system.deliveries.all())
        .filteredOn(each -> each.status() == DeliveryStatus.PENDING)
        .as("those of one page")
        .isNotEmpty()
        .hasSizeLessThanOrEqualTo(100);
  }

  @Test
  void twoWorkersOnOneJobAreHarmless() throws IOException {
    Set<DeliveryId> failed = kept.failed(430);
    BulkJob job = jobs.created(new Task.Recover(CONFIGURATION, DrivenJobs.ALL));
    String message = "{\"jobId\":\"" + job.id() + "\"}";

    assertThat(system.invoke(message, message, message)).isEmpty();
    jobs.run(job.id());

    assertThat(system.deliveries.all())
        .allSatisfy(each -> assertThat(each.progress().lastAttempt()).hasToString("2#0"))
        .extracting(Delivery::id)
        .containsExactlyInAnyOrderElementsOf(failed);
  }

  @Test
  void enabledConfigurationReleasesHeldDeliveries() throws IOException {
    Delivery held = kept.with(1, DeliveryStatus.HELD);
    kept.with(2, DeliveryStatus.FAILED);
    jobs.run(new Task.Release(CONFIGURATION, DrivenJobs.ALL));
    system.now = system.now.plusSeconds(60);
    system.due(held.id());

    assertThat(system.deliveries.find(held.id()).orElseThrow().status())
        .isEqualTo(DeliveryStatus.DELIVERED);
    assertThat(system.receiver.received).hasSize(1);
  }

  @Test
  void heldDeliveryOfADisabledConfigurationStaysHeld() throws IOException {
    system.configurations.replace(
        system.configuration().disabled("again", START), system.configuration().revision());
    Delivery held = kept.with(1, DeliveryStatus.HELD);
    jobs.run(new Task.Release(CONFIGURATION, DrivenJobs.ALL));
    jobs.run(new Task.Recover(CONFIGURATION, DrivenJobs.ALL));

    assertThat(system.deliveries.find(held.id())).contains(held);
  }

  private List<ConfigurationId> wokenLanes() {
    return system.workMessages.sent().stream()
        .filter(sent -> sent.work() instanceof DueWork.OfLane)
        .map(sent -> ((DueWork.OfLane) sent.work()).configuration())
        .toList();
  }
}
