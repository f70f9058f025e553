package io.cdrwebhooks.work;

import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The in-memory twin of the work notes.
public final class InMemoryWorkNotes implements WorkNotes {
  private final Map<String, Set<Integer>> begun = new ConcurrentHashMap<>();

  @Override
  public synchronized boolean begin(String messageId, int receive, Instant now) {
    Set<Integer> receives = begun.computeIfAbsent(messageId, _ -> new HashSet<>());
    return receives.contains(receive) || receives.size() < MOST_DEATHS && receives.add(receive);
  }

  @Override
  public synchronized boolean end(String messageId) {
    return begun.remove(messageId) != null;
  }

  /// The messages that have a note.
  public Set<String> noted() {
    return Set.copyOf(begun.keySet());
  }
}
