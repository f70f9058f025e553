package io.cdrwebhooks.statistics;

import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.statistics.CollectedCounts.Slot;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The in-memory twin of the stored counts.
public final class InMemoryStatistics implements Statistics {
  private final Map<Slot, Counts> counts = new HashMap<>();
  private final Map<ConfigurationId, LastFailure> failures = new HashMap<>();
  private final List<CollectedCounts> additions = new ArrayList<>();

  @Override
  public synchronized void add(CollectedCounts collected) {
    if (!collected.counts().isEmpty() || !collected.failures().isEmpty()) {
      additions.add(collected);
    }
    collected.counts().forEach((slot, more) -> counts.merge(slot, more, Counts::plus));
    collected
        .failures()
        .forEach((id, failure) -> failures.merge(id, failure, LastFailure::orLater));
  }

  @Override
  public synchronized Map<TimeBucket, Counts> read(Series series, StatisticsWindow window) {
    Map<TimeBucket, Counts> found = new HashMap<>();
    counts.forEach(
        (slot, counted) -> {
          Instant at = slot.hour().start();
          if (slot.series().equals(series)
              && !at.isBefore(window.from())
              && at.isBefore(window.to())) {
            found.merge(TimeBucket.of(window.size(), at), counted, Counts::plus);
          }
        });
    return found;
  }

  @Override
  public synchronized Map<ConfigurationId, ConfigurationHealth> health(
      Set<ConfigurationId> ids, Instant now) {
    if (ids.size() > MAX_CONFIGURATIONS) {
      throw new IllegalArgumentException(
          "at most " + MAX_CONFIGURATIONS + " configurations may be read at once: " + ids.size());
    }
    Map<ConfigurationId, ConfigurationHealth> health = new HashMap<>();
    for (ConfigurationId id : ids) {
      health.put(
          id,
          ConfigurationHealth.of(
              now,
              read(Series.of(id), ConfigurationHealth.window(now)).values(),
              Optional.ofNullable(failures.get(id))));
    }
    return health;
  }

  /// The non-empty additions, in order.
  public synchronized List<CollectedCounts> additions() {
    return List.copyOf(additions);
  }

  /// All counts of a series.
  public synchronized Counts total(Series series) {
    return counts.entrySet().stream()
        .filter(entry -> entry.getKey().series().equals(series))
        .map(Map.Entry::getValue)
        .reduce(Counts.NONE, Counts::plus);
  }
}
