package io.cdrwebhooks.delivery;

/// The in-memory twin keeps to the contract.
class InMemoryDueIndexTest implements DueIndexContract {
  private final InMemoryDeliveries deliveries = new InMemoryDeliveries();
  private final InMemoryBulkJobs jobs = new InMemoryBulkJobs();
  private final InMemoryDueIndex dueIndex = new InMemoryDueIndex(deliveries, jobs);

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
}
