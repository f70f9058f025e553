package io.cdrwebhooks.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cdrwebhooks.configuration.Revision;
import io.cdrwebhooks.delivery.TimeRange;
import io.cdrwebhooks.link.IssuedBefore;
import io.cdrwebhooks.testing.Race;
import io.cdrwebhooks.testing.Samples;
import io.cdrwebhooks.work.BulkJob.Position;
import io.cdrwebhooks.work.BulkJob.Task;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// The contract of every store of jobs over many deliveries.
public interface BulkJobsContract {
  Instant NOW = Samples.NOW;
  TimeRange RANGE = new TimeRange(NOW.minusNanos(86_400_000_000_001L), NOW.plusNanos(1));
  int THREADS = 6;

  BulkJobs jobs();

  /// The number of times that a test repeats a race.
  int ROUNDS = 10;

  @Test
  default void createdJobRoundTrips() {
    for (Task task :
        List.of(
            new Task.Recover(Samples.configurationId(), RANGE),
            new Task.Release(Samples.configurationId(), RANGE),
            new Task.End(Samples.configurationId(), new TimeRange(Instant.EPOCH, Instant.EPOCH)),
            new Task.Reconcile("cdr-reports", RANGE),
            new Task.MakeStatements(Samples.configurationId(), RANGE),
            new Task.Notify(Samples.configurationId(), "{\"notice\":\"\u20ac\"}", RANGE),
            new Task.RevokeAll(Samples.configurationId(), links(Optional.empty()), RANGE),
            new Task.RevokeAll(
                Samples.configurationId(), links(Optional.of(new Revision(7))), RANGE),
            new Task.Revoke(Samples.delivery().id(), RANGE))) {
      BulkJob job = created(task);
      assertThat(jobs().find(job.id())).contains(job);
    }
  }

  @Test
  default void unknownIdFindsNothing() {
    assertThat(jobs().find(BulkJobId.of(UUID.randomUUID()))).isEmpty();
  }

  @Test
  default void jobIsCreatedOnce() {
    BulkJob job = created(recover());
    BulkJob second = BulkJob.create(job.id(), recover(), NOW.plusSeconds(1));
    assertThat(jobs().create(second)).isFalse();
    assertThatThrownBy(() -> jobs().createNew(second))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(job.id().value());
    assertThat(jobs().find(job.id())).contains(job);
  }

  @Test
  default void jobContinuesFromTheStoredStep() {
    BulkJob first = created(recover());
    BulkJob second =
        first.after(
            first.position().onward("c".repeat(2_000) + "\n\u20ac", 100, 99),
            Optional.of(NOW.plusMillis(1)));
    BulkJob third =
        second.after(second.position().nextPartition(7, 0), Optional.of(NOW.plusMillis(2)));
    BulkJob last = third.after(third.position().nextPartition(0, 0), Optional.empty());
    List<BulkJob> steps = List.of(first, second, third, last);
    for (int i = 1; i < steps.size(); i++) {
      assertThat(jobs().advance(steps.get(i - 1), steps.get(i))).isTrue();
      assertThat(jobs().find(first.id())).contains(steps.get(i));
    }
    assertThat(last.finished()).isTrue();
    assertThat(last.position()).isEqualTo(new Position(3, 2, Optional.empty(), 107, 99));
  }

  @Test
  default void stepThatAnotherWorkerTookIsNotStored() {
    BulkJob first = created(recover());
    BulkJob second = first.after(first.position().nextPartition(1, 1), Optional.of(NOW));
    assertThat(jobs().advance(first, second)).isTrue();
    BulkJob other = first.after(first.position().nextPartition(2, 2), Optional.empty());
    assertThat(jobs().advance(first, other)).isFalse();
    assertThat(jobs().find(first.id())).contains(second);
  }

  @Test
  default void stoppedJobIsFinishedAndRefusesTheStepOfItsWorker() {
    BulkJob first = created(recover());
    BulkJob second =
        first.after(first.position().onward("cursor", 100, 7), Optional.of(NOW.plusMillis(1)));
    assertThat(jobs().advance(first, second)).isTrue();
    BulkJob stopped = second.stop();
    assertThat(jobs().advance(second, stopped)).isTrue();
    BulkJob further = second.after(second.position().nextPartition(5, 5), Optional.of(NOW));
    assertThat(jobs().advance(second, further)).isFalse();
    assertThat(jobs().find(first.id())).contains(stopped);
    assertThat(stopped.finished()).isTrue();
    assertThat(stopped.position()).isEqualTo(new Position(2, 0, Optional.of("cursor"), 100, 7));
  }

  @Test
  default void concurrentStepIsStoredByExactlyOneWorker() {
    for (int round = 0; round < ROUNDS; round++) {
      BulkJob before = created(recover());
      List<BulkJob> wanted =
          Collections.nCopies(
              THREADS, before.after(before.position().nextPartition(1, 1), Optional.of(NOW)));
      List<Boolean> answers = Race.of(THREADS, i -> () -> jobs().advance(before, wanted.get(i)));
      assertThat(answers).containsOnlyOnce(true);
      assertThat(jobs().find(before.id())).contains(wanted.getFirst());
    }
  }

  @Test
  default void stepOfAnUnknownJobStoresNothing() {
    BulkJob never = BulkJob.create(BulkJobId.of(UUID.randomUUID()), recover(), NOW);
    BulkJob next = never.after(never.position().nextPartition(1, 1), Optional.of(NOW));
    assertThat(jobs().advance(never, next)).isFalse();
    assertThat(jobs().find(never.id())).isEmpty();
  }

  @Test
  default void onlyTheNextStepOfTheSameJobIsStored() {
    BulkJob job = created(recover());
    Position next = job.position().nextPartition(1, 1);
    for (BulkJob wrong :
        List.of(
            job,
            job.after(next.nextPartition(1, 1), Optional.of(NOW)),
            new BulkJob(BulkJobId.of(UUID.randomUUID()), job.task(), NOW, next, Optional.of(NOW)),
            new BulkJob(job.id(), recover(), NOW, next, Optional.of(NOW)),
            new BulkJob(job.id(), job.task(), NOW.plusMillis(1), next, Optional.of(NOW)))) {
      assertThatThrownBy(() -> jobs().advance(job, wrong))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThat(jobs().find(job.id())).contains(job);
  }

  private static IssuedBefore links(Optional<Revision> revision) {
    return new IssuedBefore(NOW.truncatedTo(ChronoUnit.SECONDS), revision);
  }

  private static Task recover() {
    return new Task.Recover(Samples.configurationId(), RANGE);
  }

  private BulkJob created(Task task) {
    BulkJob job = BulkJob.create(BulkJobId.of(UUID.randomUUID()), task, NOW);
    assertThat(jobs().create(job)).isTrue();
    return job;
  }
}
