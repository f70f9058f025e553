package io.cdrwebhooks.work;

import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The in-memory twin of the work notes.
public final class InMemoryWorkNotes implements WorkNotes {
  private final Map<String, Set<Long>> begun = new ConcurrentHashMap<>();

  @Override
  public synchronized boolean begin(String id, long time, Instant now, int mostDeaths) {
    Set<Long> times = begun.computeIfAbsent(id, _ -> new HashSet<>());
    return times.contains(time) || times.size() < mostDeaths && times.add(time);
  }

  @Override
  public synchronized boolean end(String id) {
    return begun.remove(id) != null;
  }

  /// The messages and deliveries that have a note.
  public Set<String> noted() {
    return Set.copyOf(begun.keySet());
  }
}
