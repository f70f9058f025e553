package io.cdrwebhooks.work;

/// The in-memory twin fulfils the contract.
class InMemoryBulkJobsTest implements BulkJobsContract {
  private final InMemoryBulkJobs jobs = new InMemoryBulkJobs();

  @Override
  public BulkJobs jobs() {
    return jobs;
  }
}
