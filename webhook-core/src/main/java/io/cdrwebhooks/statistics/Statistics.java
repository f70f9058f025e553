package io.cdrwebhooks.statistics;

import io.cdrwebhooks.configuration.ConfigurationId;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;

/// The stored counts, by hour.
///
/// The counts are approximate. Counts that a process cannot add are lost, and counts that it adds
/// again after a lost answer count twice. Reads lag slightly behind the writes. No count comes from
/// scanning deliveries.
public interface Statistics {
  /// Counts are kept for this time, and a last failure too if no other follows.
  Duration RETENTION = Duration.ofDays(100);

  /// The longest time that [#add] may take: an invocation waits for its counts, and so do its
  /// messages.
  Duration MAX_ADD = Duration.ofMillis(200);

  /// The most configurations in one request for their health.
  int MAX_CONFIGURATIONS = 100;

  /// Adds counts: one write for each series and hour, and one for each failure. Empty counts cause
  /// no write. A failure is stored unless a later one is stored already.
  ///
  /// The call blocks for [#MAX_ADD] at most. If it cannot add a part by then, it throws: that part
  /// is lost, and the rest stays added.
  void add(CollectedCounts counts);

  /// Returns the counts of a window's buckets, without empty ones. A day has the counts of its
  /// hours.
  Map<TimeBucket, Counts> read(Series series, StatisticsWindow window);

  /// Returns the health of at most [#MAX_CONFIGURATIONS] configurations, including those without
  /// any counts.
  Map<ConfigurationId, ConfigurationHealth> health(Set<ConfigurationId> ids, Instant now);

  /// Returns the health of one configuration.
  default ConfigurationHealth health(ConfigurationId id, Instant now) {
    return health(Set.of(id), now).getOrDefault(id, ConfigurationHealth.unused(now));
  }
}
