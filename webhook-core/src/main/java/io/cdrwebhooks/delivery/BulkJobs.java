package io.cdrwebhooks.delivery;

import java.util.Optional;

/// The stored jobs over many deliveries.
public interface BulkJobs {
  /// Stores a new job; false if one with its id is there, which stays as it is.
  boolean create(BulkJob job);

  /// Always sees the last write.
  Optional<BulkJob> find(BulkJobId id);

  /// Stores `after` unless somebody else has taken the step meanwhile; then false.
  ///
  /// @throws IllegalArgumentException unless `after` is the same job, one step further
  boolean advance(BulkJob before, BulkJob after);
}
