package io.cdrwebhooks.dispatch.jobs;

import static io.cdrwebhooks.dispatch.DispatchSystem.BUCKET;
import static io.cdrwebhooks.dispatch.DispatchSystem.CONFIGURATION;
import static io.cdrwebhooks.dispatch.DispatchSystem.START;
import static io.cdrwebhooks.dispatch.DispatchSystem.TASK;
import static io.cdrwebhooks.dispatch.TestEvents.event;
import static io.cdrwebhooks.dispatch.TestEvents.laneMessage;
import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.delivery.Deliveries;
import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.delivery.DeliveryId;
import io.cdrwebhooks.delivery.DeliveryProgress;
import io.cdrwebhooks.delivery.DeliveryStatus;
import io.cdrwebhooks.delivery.TimeRange;
import io.cdrwebhooks.dispatch.DispatchSystem;
import io.cdrwebhooks.dispatch.DrivenJobs;
import io.cdrwebhooks.report.ObjectKey.ReportKey;
import io.cdrwebhooks.report.ReportListing.Listed;
import io.cdrwebhooks.report.ReportMetadata;
import io.cdrwebhooks.report.ReportVersion;
import io.cdrwebhooks.report.Reports;
import io.cdrwebhooks.report.Zips;
import io.cdrwebhooks.statistics.Series;
import io.cdrwebhooks.work.BulkJob;
import io.cdrwebhooks.work.DueWork;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The steps of a reconciliation, which records reports whose event was lost.
@Tag("slow")
class ReconciliationStepsTest {
  private static final int LOOK_UPS_AT_ONCE = 16;

  @AutoClose private final DispatchSystem system = new DispatchSystem().withTask();
  private final DrivenJobs jobs = new DrivenJobs(system);
  private volatile Runnable duringLookUps = () -> {};

  @BeforeEach
  void start() {
    system.watch(
        call -> {
          if (call.is(Reports.class, "lookUp")) {
            duringLookUps.run();
          }
        });
    system.lanesStandStill();
  }

  @Test
  void reportWithALostEventIsRecorded() throws IOException {
    ReportVersion missed = listed("missed.zip", START.minus(Duration.ofHours(2)));
    ReportVersion known = listed("known.zip", START.minus(Duration.ofHours(2)));
    system.invoke(event(known));
    system.invoke(laneMessage((DueWork.OfLane) system.workMessages.sent().getLast().work()));
    listed("too-fresh.zip", START.minus(Duration.ofMinutes(55)));
    listed("too-old.zip", START.minus(Duration.ofHours(25)));
    system.listing.add(
        new Listed(BUCKET, "reports/1/", Optional.empty(), 0, START.minus(Duration.ofHours(2))));

    system.schedule("reconcile");
    jobs.run(system.jobs.all().getFirst().id());

    assertThat(system.deliveries.all())
        .extracting(delivery -> delivery.report())
        .containsExactlyInAnyOrder(known, missed);
    assertThat(
            system.invoke(
                laneMessage((DueWork.OfLane) system.workMessages.sent().getLast().work())))
        .isEmpty();
    assertThat(system.receiver.received).hasSize(2);
    assertThat(system.statistics.total(Series.ALL).deliveries()).isEqualTo(2);
    assertThat(system.invoke(event(missed))).as("its event comes after all").isEmpty();
    assertThat(system.receiver.received).hasSize(2);
  }

  @Test
  void schedulesOfADayBeginOneReconciliation() throws IOException {
    system.schedule("reconcile");
    system.schedule("reconcile");
    assertThat(system.jobs.all()).hasSize(1);
    assertThat(system.metrics).first().asString().contains("\"ReconciliationsBegun\":1");

    jobs.run(system.jobs.all().getFirst().id());
    system.now = START.plus(Duration.ofDays(1));
    system.schedule("reconcile");
    assertThat(system.jobs.all()).hasSize(2);
    assertThat(range(system.jobs.all().getLast()).from())
        .isEqualTo(range(system.jobs.all().getFirst()).to().minus(Duration.ofHours(24)));
  }

  /// A large bucket may take more than a day. The next reconciliation reads the reports that
  /// arrived meanwhile.
  @Test
  void oneReconciliationRunsAtATime() throws IOException {
    system.schedule("reconcile");
    BulkJob first = system.jobs.all().getFirst();
    for (int hour = 1; hour <= 40; hour++) {
      system.now = START.plus(Duration.ofHours(hour));
      system.schedule("reconcile");
    }
    assertThat(system.jobs.all()).hasSize(1);
    assertThat(system.metrics.getLast())
        .as("no alarm says that it does not run")
        .contains("\"ReconciliationsBegun\":1");

    jobs.run(first.id());
    system.now = START.plus(Duration.ofHours(41));
    system.schedule("reconcile");
    assertThat(system.jobs.all()).hasSize(2);
    assertThat(range(system.jobs.all().getLast()).from()).isBefore(range(first).to());
  }

  private static TimeRange range(BulkJob job) {
    return ((BulkJob.Task.Reconcile) job.task()).range();
  }

  /// 16 look-ups of 60 ms each take the time of one on 16 threads.
  @Test
  void fullPageOfMissingReportsFitsOneInvocation() throws IOException {
    missing(992);
    CyclicBarrier together =
        new CyclicBarrier(LOOK_UPS_AT_ONCE, () -> passes(Duration.ofMillis(60)));
    duringLookUps = () -> meet(together);
    BulkJob job = reconciliation();
    assertThat(jobs.due(job)).isEmpty();

    assertThat(system.deliveries.all()).hasSize(992);
    assertThat(jobs.found(job).finished()).isTrue();
    assertThat(jobs.found(job).position().changed()).isEqualTo(992);
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
    jobs.due(job);

    assertThat(jobs.found(job).position().changed())
        .as("one a second for 100 s, and those in flight")
        .isBetween(100L, 100L + LOOK_UPS_AT_ONCE);
    assertThat(jobs.found(job).position().cursor()).isEmpty();
    assertThat(jobs.found(job).dueAt()).contains(START.plusSeconds(120));

    jobs.run(job.id());
    assertThat(system.deliveries.all()).hasSize(200);
    assertThat(jobs.found(job).position().changed()).isEqualTo(200);
    assertThat(lookUps).as("recorded reports are known").hasValue(200);
  }

  /// Without versions, the job searches for a file's delivery among those of its task.
  @Test
  void knownFileTakesOneRequestDespiteManyLaterDeliveries() throws IOException {
    int later = 1_000;
    Instant uploadedAt = START.minus(Duration.ofHours(20)).truncatedTo(ChronoUnit.SECONDS);
    recordedAt(uploadedAt.plusMillis(1_700), unversioned("known.zip", uploadedAt));
    for (int i = 0; i < later; i++) {
      recordedAt(uploadedAt.plusSeconds(11 + 7L * i), unlisted(i + ".zip"));
    }

    assertThat(lists(reconciliation())).isOne();
    assertThat(system.deliveries.all()).hasSize(1 + later);
  }

  /// Its event may be hours late, or may arrive from a faster clock.
  @ParameterizedTest
  @ValueSource(strings = {"PT-50S", "PT9S", "PT11S", "PT4M", "PT5H", "PT19H59M"})
  void lateDeliveryMakesAFileKnown(Duration late) throws IOException {
    Instant uploadedAt = START.minus(Duration.ofHours(20)).truncatedTo(ChronoUnit.SECONDS);
    recordedAt(uploadedAt.plus(late), unversioned("known.zip", uploadedAt));

    assertThat(lists(reconciliation())).isLessThan(60);
    assertThat(system.deliveries.all()).hasSize(1);
  }

  /// Files that are missing, of a task with many deliveries since: each would read all of them.
  @ParameterizedTest
  @ValueSource(ints = {1, 80})
  void missingFilesOfAPageReadTheDeliveriesSinceOnce(int missing) throws IOException {
    Instant uploadedAt = START.minus(Duration.ofHours(20)).truncatedTo(ChronoUnit.SECONDS);
    for (int i = 0; i < 10_000; i++) {
      recordedAt(uploadedAt.plusSeconds(7L * i), unlisted("other-" + i + ".zip"));
    }
    for (int i = 0; i < missing; i++) {
      unversioned(i + ".zip", uploadedAt);
    }
    system.listing.pageSize(90);

    assertThat(lists(reconciliation())).isLessThan(400);
    assertThat(system.deliveries.all()).hasSize(10_000 + missing);
  }

  @Test
  void fileWithoutVersionsThatIsMissingIsRecordedOnce() throws IOException {
    Instant uploadedAt = START.minus(Duration.ofHours(20)).truncatedTo(ChronoUnit.SECONDS);
    recordedAt(uploadedAt.minus(Duration.ofHours(1)), unversioned("again.zip", uploadedAt));

    jobs.run(reconciliation().id());
    system.now = START.plus(Duration.ofDays(1));
    system.schedule("reconcile");
    jobs.run(system.jobs.all().getLast().id());

    assertThat(system.deliveries.all())
        .as("the earlier upload of the name, and this one")
        .hasSize(2);
  }

  /// Runs the job, and returns how many lists of deliveries it reads.
  private int lists(BulkJob job) throws IOException {
    AtomicInteger lists = new AtomicInteger();
    system.watch(
        call -> {
          if (call.is(Deliveries.class, "list")) {
            lists.incrementAndGet();
          }
        });
    jobs.run(job.id());
    return lists.get();
  }

  private ReportVersion unversioned(String fileName, Instant uploadedAt) throws IOException {
    ReportVersion version = unlisted(fileName);
    system.reports.put(
        version, Zips.deflated(Map.of("a.csv", "one\n")), ReportMetadata.parse(Map.of()));
    system.listing.add(new Listed(BUCKET, version.key().text(), Optional.empty(), 1, uploadedAt));
    return version;
  }

  private static ReportVersion unlisted(String fileName) {
    return new ReportVersion(BUCKET, new ReportKey(TASK, fileName), Optional.empty());
  }

  private void recordedAt(Instant at, ReportVersion version) {
    system.deliveries.record(
        new Delivery(
            DeliveryId.of(version, "sequencer of " + version.fileName()),
            Optional.of(CONFIGURATION),
            new Delivery.Upload(version, at, 10, Optional.empty()),
            at,
            DeliveryProgress.kept(DeliveryStatus.FAILED, "why")));
  }

  /// One object that cannot be read.
  @Test
  void unreadableObjectDoesNotStopTheReconciliation() throws IOException {
    system.watch(
        call -> {
          if (call.is(Reports.class, "lookUp")
              && ((ReportVersion) call.arguments().getFirst()).fileName().equals("denied.zip")) {
            throw new IllegalStateException("403: no right to this object's key");
          }
        });
    for (String name : List.of("denied.zip", "missed.zip")) {
      var _ = listed(name, START.minus(Duration.ofHours(2)));
    }
    jobs.run(reconciliation().id());

    assertThat(system.deliveries.all())
        .extracting(delivery -> delivery.report().fileName())
        .contains("missed.zip");
    assertThat(system.metrics)
        .as("operators hear of it")
        .anyMatch(line -> line.contains("\"MessagesFailed\":1"));
  }

  private BulkJob reconciliation() throws IOException {
    system.schedule("reconcile");
    return system.jobs.all().getFirst();
  }

  private void missing(int count) throws IOException {
    system.listing.pageSize(1_000);
    for (int i = 0; i < count; i++) {
      var _ = listed(i + ".zip", START.minus(Duration.ofHours(2)));
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
}
