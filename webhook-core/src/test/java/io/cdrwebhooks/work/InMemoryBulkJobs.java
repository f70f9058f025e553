package io.cdrwebhooks.work;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The in-memory twin of the stored jobs.
public final class InMemoryBulkJobs implements BulkJobs {
  private final Map<BulkJobId, BulkJob> jobs = new LinkedHashMap<>();

  @Override
  public synchronized boolean create(BulkJob job) {
    return jobs.putIfAbsent(job.id(), job) == null;
  }

  @Override
  public synchronized Optional<BulkJob> find(BulkJobId id) {
    return Optional.ofNullable(jobs.get(id));
  }

  @Override
  public synchronized boolean advance(BulkJob before, BulkJob after) {
    after.requireStepAfter(before);
    BulkJob current = jobs.get(before.id());
    if (current == null || current.position().step() != before.position().step()) {
      return false;
    }
    jobs.put(before.id(), after);
    return true;
  }

  /// Everything stored, in the order it was created.
  public synchronized List<BulkJob> all() {
    return List.copyOf(jobs.values());
  }
}
