package io.cdrwebhooks.work;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.delivery.InMemoryDeliveries;
import io.cdrwebhooks.lane.InMemoryLanes;
import io.cdrwebhooks.notice.InMemoryDigests;
import io.cdrwebhooks.report.TaskId;
import org.junit.jupiter.api.Test;

class InMemoryReportWatchesTest implements ReportWatchesContract {
  private final InMemoryReportWatches watches = new InMemoryReportWatches();

  @Override
  public ReportWatches watches() {
    return watches;
  }

  @Override
  public DueIndex dueIndexOfWatches() {
    InMemoryDeliveries deliveries = new InMemoryDeliveries();
    return new InMemoryDueIndex(
        deliveries,
        new InMemoryBulkJobs(),
        new InMemoryLanes(deliveries),
        new InMemoryDigests(),
        watches);
  }

  /// Jobs and digests have a separate shard.
  @Test
  void watchesAreInTheShardsOfDeliveries() {
    for (long task = 1; task < 100; task++) {
      assertThat(ReportWatches.dueShard(new TaskId(task))).isBetween(0, DueIndex.JOB_SHARD - 1);
    }
  }
}
