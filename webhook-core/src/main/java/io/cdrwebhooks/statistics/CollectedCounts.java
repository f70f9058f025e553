package io.cdrwebhooks.statistics;

import io.cdrwebhooks.configuration.ConfigurationId;
import java.util.Map;

/// Counts to add to the statistics, for each series and hour, and the latest failure of each
/// configuration with failed attempts.
public record CollectedCounts(
    Map<Slot, Counts> counts, Map<ConfigurationId, LastFailure> failures) {
  public CollectedCounts {
    counts = Map.copyOf(counts);
    failures = Map.copyOf(failures);
  }

  /// The series and the hour that counts are added to.
  public record Slot(Series series, TimeBucket hour) {
    public Slot {
      if (hour.size() != BucketSize.HOUR) {
        throw new IllegalArgumentException("counts must belong to a bucket of one hour: " + hour);
      }
    }
  }
}
