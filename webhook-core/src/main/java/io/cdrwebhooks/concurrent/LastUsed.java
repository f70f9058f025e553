package io.cdrwebhooks.concurrent;

import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.BinaryOperator;
import java.util.function.Predicate;

/// A thread-safe map of limited size, for caches. When it is full, a new entry replaces the least
/// recently used one.
public final class LastUsed<K, V> {
  private static final int FIRST_CAPACITY = 16;
  private static final float LOAD = 0.75f;

  private final SequencedMap<K, V> entries = new LinkedHashMap<>(FIRST_CAPACITY, LOAD, true);
  private final int most;

  /// `most` is the largest number of entries.
  public LastUsed(int most) {
    this.most = most;
  }

  public synchronized Optional<V> find(K key) {
    return Optional.ofNullable(entries.get(key));
  }

  /// Stores `fresh`, or the result of `choose` for the stored value and `fresh`. Returns the value
  /// now stored.
  public synchronized V merge(K key, V fresh, BinaryOperator<V> choose) {
    V known = entries.get(key);
    V kept = known == null ? fresh : choose.apply(known, fresh);
    entries.put(key, kept);
    if (entries.size() > most) {
      var _ = entries.pollFirstEntry();
    }
    return kept;
  }

  public synchronized void remove(K key) {
    entries.remove(key);
  }

  /// Removes every entry whose value is `over`.
  public synchronized void removeIf(Predicate<V> over) {
    entries.values().removeIf(over);
  }

  public synchronized int size() {
    return entries.size();
  }
}
