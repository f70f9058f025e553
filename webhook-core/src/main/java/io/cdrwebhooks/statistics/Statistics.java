package io.cdrwebhooks.statistics;

import io.cdrwebhooks.configuration.ConfigurationId;
import java.time.Instant;
import java.util.Map;
import java.util.Set;

/// The stored counts, by hour and by day.
///
/// Approximate by contract: what a process counted and could not add is lost, what it added twice,
/// since an answer was lost, counts twice. Nothing is ever counted by going through deliveries.
/// Reading is a moment behind the writes.
public interface Statistics {
  /// The most configurations whose health is asked for at once.
  int MOST_CONFIGURATIONS = 100;

  /// Adds one write for each series and bucket, and one for each failure that is noted; nothing is
  /// written for nothing. A failure that is noted is kept unless a later one is.
  ///
  /// Whoever adds does not wait for long. Throws when something could not be added: that is lost,
  /// and what was added stays.
  void add(Tallied tallied);

  /// The counts of a window's buckets, without those in which nothing was counted.
  Map<TimeBucket, Counts> read(Series series, StatisticsWindow window);

  /// How each of at most [#MOST_CONFIGURATIONS] configurations is doing, also of those that nothing
  /// is known of.
  Map<ConfigurationId, ConfigurationHealth> health(Set<ConfigurationId> ids, Instant now);

  /// The same of one.
  default ConfigurationHealth health(ConfigurationId id, Instant now) {
    return health(Set.of(id), now).getOrDefault(id, ConfigurationHealth.unused(now));
  }
}
