package io.cdrwebhooks.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cdrwebhooks.testing.SampleProgress;
import io.cdrwebhooks.testing.Samples;
import io.cdrwebhooks.work.BulkJob;
import io.cdrwebhooks.work.BulkJob.Position;
import io.cdrwebhooks.work.BulkJob.Task;
import io.cdrwebhooks.work.BulkJobId;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// Tests the state after an attempt, and the smaller records of deliveries and jobs.
class NextStateTest {
  private static final Instant NOW = Samples.NOW;

  @Test
  void pendingNeedsADueTimeAndUnroutedIsRefused() {
    assertThatThrownBy(() -> new NextState(DeliveryStatus.PENDING, "", Optional.empty(), 0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new NextState(DeliveryStatus.UNROUTED, "", Optional.of(NOW), 0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> DeliveryProgress.kept(DeliveryStatus.PENDING, ""))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void onlyAPendingDeliveryHasANextAttempt() {
    assertThat(DeliveryProgress.pending(NOW).nextAttemptAt()).contains(NOW);
    DeliveryProgress delivered =
        SampleProgress.of(DeliveryStatus.DELIVERED)
            .after(new AttemptNumber(1, 1))
            .dueAt(NOW)
            .build();
    assertThat(delivered.nextAttemptAt()).as("only its link check is due").isEmpty();
  }

  @Test
  void linkUseNeedsACountOfOneOrMore() {
    assertThat(new LinkUse(NOW, 1, NOW, "198.51.100.9").count()).isEqualTo(1);
    assertThatThrownBy(() -> new LinkUse(NOW, 0, NOW, "198.51.100.9"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void rangeIncludesItsEnds() {
    TimeRange range = new TimeRange(NOW, NOW.plusMillis(1));
    assertThat(range.contains(NOW)).isTrue();
    assertThat(range.contains(NOW.plusMillis(1))).isTrue();
    assertThat(range.contains(NOW.minusNanos(1))).isFalse();
    assertThat(range.contains(NOW.plusMillis(1).plusNanos(1))).isFalse();
    assertThatThrownBy(() -> new TimeRange(NOW, NOW.minusNanos(1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void filterMustNotEndBeforeItBegins() {
    for (Instant from : new Instant[] {NOW, NOW.plusMillis(1)}) {
      assertThatThrownBy(() -> DeliveryFilter.ALL.since(from).before(NOW))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void jobCountsStepsAndSeenAndChangedDeliveries() {
    Task task = new Task.Reconcile("cdr-reports", new TimeRange(NOW, NOW));
    BulkJob job = BulkJob.create(BulkJobId.of(UUID.randomUUID()), task, NOW);
    assertThat(job.position()).isEqualTo(new Position(0, 0, Optional.empty(), 0, 0));
    assertThat(job.dueAt()).contains(NOW);
    assertThat(job.finished()).isFalse();
    Position onward = job.position().onward("cursor", 10, 3);
    assertThat(onward).isEqualTo(new Position(1, 0, Optional.of("cursor"), 10, 3));
    assertThat(onward.nextPartition(5, 2)).isEqualTo(new Position(2, 1, Optional.empty(), 15, 5));
    BulkJob last = job.after(onward, Optional.empty());
    assertThat(last).isEqualTo(new BulkJob(job.id(), task, NOW, onward, Optional.empty()));
    assertThat(last.finished()).isTrue();
  }

  @Test
  void jobIdIsParsed() {
    BulkJobId id = BulkJobId.of(UUID.randomUUID());
    assertThat(BulkJobId.parse(id.toString())).contains(id);
    for (String other : new String[] {"", "job_", "dlv_" + "0".repeat(32), id + "0"}) {
      assertThat(BulkJobId.parse(other)).isEmpty();
      assertThatThrownBy(() -> new BulkJobId(other)).isInstanceOf(IllegalArgumentException.class);
    }
  }
}
