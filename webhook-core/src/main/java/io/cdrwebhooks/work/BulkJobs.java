package io.cdrwebhooks.work;

import java.util.Optional;

/// The stored jobs over many deliveries.
public interface BulkJobs {
  /// Stores a new job. Returns false and changes nothing if a job with this id exists.
  boolean create(BulkJob job);

  /// Stores a job whose id was drawn for it.
  ///
  /// @throws IllegalStateException if a job with this id exists
  default void createNew(BulkJob job) {
    if (!create(job)) {
      throw new IllegalStateException("new id must not be in use: " + job.id());
    }
  }

  /// Finds a job, with a consistent read.
  Optional<BulkJob> find(BulkJobId id);

  /// Stores `after`. Returns false if another worker has stored this step already.
  ///
  /// @throws IllegalArgumentException unless `after` is the same job, one step further
  boolean advance(BulkJob before, BulkJob after);
}
