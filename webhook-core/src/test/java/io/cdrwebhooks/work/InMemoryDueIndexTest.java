package io.cdrwebhooks.work;

import io.cdrwebhooks.delivery.Deliveries;
import io.cdrwebhooks.delivery.InMemoryDeliveries;
import io.cdrwebhooks.lane.InMemoryLanes;
import io.cdrwebhooks.lane.Lanes;
import io.cdrwebhooks.notice.Digests;
import io.cdrwebhooks.notice.InMemoryDigests;

/// The in-memory twin fulfils the contract.
class InMemoryDueIndexTest implements DueIndexContract {
  private final InMemoryDeliveries deliveries = new InMemoryDeliveries();
  private final InMemoryBulkJobs jobs = new InMemoryBulkJobs();
  private final InMemoryLanes lanes = new InMemoryLanes(deliveries);
  private final InMemoryDigests digests = new InMemoryDigests();
  private final InMemoryDueIndex dueIndex = new InMemoryDueIndex(deliveries, jobs, lanes, digests);

  @Override
  public DueIndex dueIndex() {
    return dueIndex;
  }

  @Override
  public Deliveries deliveries() {
    return deliveries;
  }

  @Override
  public BulkJobs jobs() {
    return jobs;
  }

  @Override
  public Digests digests() {
    return digests;
  }

  @Override
  public Lanes lanes() {
    return lanes;
  }
}
