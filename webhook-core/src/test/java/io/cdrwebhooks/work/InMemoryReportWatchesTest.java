package io.cdrwebhooks.work;

import io.cdrwebhooks.delivery.InMemoryDeliveries;
import io.cdrwebhooks.lane.InMemoryLanes;
import io.cdrwebhooks.notice.InMemoryDigests;

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
}
