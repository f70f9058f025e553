package io.cdrwebhooks.change;

import io.cdrwebhooks.json.Json;
import io.cdrwebhooks.paging.InvalidCursorException;
import io.cdrwebhooks.paging.Page;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;

/// The records in memory, for tests.
public final class InMemoryChanges implements Changes {
  private final ConcurrentSkipListMap<String, ChangeRecord> byPlace = new ConcurrentSkipListMap<>();
  private final Set<ChangeId> parts = ConcurrentHashMap.newKeySet();

  @Override
  public void put(ChangeRecord change) {
    byPlace.put(place(change), change);
  }

  @Override
  public boolean putFirst(ChangeRecord change) {
    return byPlace.putIfAbsent(place(change), change) == null;
  }

  @Override
  public void putPart(ChangeRecord part) {
    parts.add(part.id());
    put(part);
  }

  @Override
  public Page<ChangeRecord> list(ChangeFilter filter, Optional<String> cursor, int limit) {
    if (cursor.filter(text -> !byPlace.containsKey(text)).isPresent()) {
      throw new InvalidCursorException();
    }
    List<ChangeRecord> left =
        cursor.map(byPlace::headMap).orElse(byPlace).descendingMap().values().stream()
            .filter(each -> filter.about().isPresent() || !parts.contains(each.id()))
            .filter(filter::matches)
            .toList();
    List<ChangeRecord> page = left.subList(0, Math.min(limit, left.size()));
    return new Page<>(
        page, left.size() > limit ? Optional.of(place(page.getLast())) : Optional.empty());
  }

  /// Returns all records, the newest first.
  public List<ChangeRecord> all() {
    return List.copyOf(byPlace.descendingMap().values());
  }

  private static String place(ChangeRecord change) {
    return Json.instant(change.at()) + "#" + change.id();
  }
}
