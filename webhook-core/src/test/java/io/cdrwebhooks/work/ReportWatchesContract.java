package io.cdrwebhooks.work;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.report.TaskId;
import io.cdrwebhooks.testing.Samples;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// The contract of every store of watches.
public interface ReportWatchesContract {
  Instant NOW = Samples.NOW;
  Instant DUE = NOW.plusSeconds(60);

  ReportWatches watches();

  DueIndex dueIndexOfWatches();

  @Test
  default void watchIsFoundAsItBeganAndIsDue() {
    TaskId task = Samples.taskId();
    assertThat(watches().find(task)).isEmpty();

    watches().begin(task, DUE, NOW);

    assertThat(watches().find(task)).contains(begun(task));
    assertThat(dueIndexOfWatches().due(ReportWatches.dueShard(task), DUE, DUE, 1_000))
        .contains(new DueIndex.Due(new DueWork.OfWatch(task), DUE));
  }

  @Test
  default void watchThatBeginsAnewKeepsWhatItFound() {
    TaskId task = Samples.taskId();
    watches().begin(task, DUE, NOW);
    ReportWatch overdue =
        begun(task).checked(Optional.of(NOW.minusSeconds(9)), Optional.of(NOW), DUE.plusSeconds(7));
    assertThat(watches().replace(begun(task), overdue)).isTrue();

    Instant later = NOW.plus(Duration.ofDays(1));
    watches().begin(task, DUE.plusSeconds(1), later);

    assertThat(watches().find(task))
        .contains(
            new ReportWatch(
                task, later, DUE.plusSeconds(1), overdue.overdueSince(), overdue.lastReportAt()));
  }

  @Test
  default void onlyTheWatchThatWasSeenIsReplacedOrEnded() {
    TaskId task = Samples.taskId();
    watches().begin(task, DUE, NOW);
    ReportWatch seen = begun(task);
    ReportWatch next = seen.checked(Optional.of(NOW), Optional.empty(), DUE.plusSeconds(9));

    assertThat(watches().replace(seen, next)).isTrue();
    assertThat(watches().replace(seen, next.checked(Optional.empty(), Optional.empty(), DUE)))
        .isFalse();
    watches().end(seen);
    assertThat(watches().find(task)).contains(next);
    watches().end(next);
    assertThat(watches().find(task)).isEmpty();
    assertThat(watches().replace(next, seen)).as("ended").isFalse();
  }

  private static ReportWatch begun(TaskId task) {
    return new ReportWatch(task, NOW, DUE, Optional.empty(), Optional.empty());
  }
}
