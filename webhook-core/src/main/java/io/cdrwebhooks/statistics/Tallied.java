package io.cdrwebhooks.statistics;

import io.cdrwebhooks.configuration.ConfigurationId;
import java.util.Map;

/// What was counted and is to be added: for each series and bucket its counts, and for each
/// configuration whose attempts failed the latest failure.
public record Tallied(Map<Slot, Counts> counts, Map<ConfigurationId, LastFailure> failures) {
  public Tallied {
    counts = Map.copyOf(counts);
    failures = Map.copyOf(failures);
  }

  /// Where counts are added up.
  public record Slot(Series series, TimeBucket bucket) {}
}
