package io.cdrwebhooks.configuration;

import java.util.List;
import java.util.Optional;

/// Cuts pages from a list; a cursor is the index of what follows.
public final class InMemoryPages {
  private InMemoryPages() {}

  public static <T> Page<T> page(List<T> all, Optional<String> cursor, int limit) {
    int from = Math.min(cursor.map(InMemoryPages::index).orElse(0), all.size());
    int to = Math.min(from + limit, all.size());
    Optional<String> next = to < all.size() ? Optional.of("index-" + to) : Optional.<String>empty();
    return new Page<>(all.subList(from, to), next);
  }

  private static int index(String cursor) {
    if (!cursor.matches("index-[0-9]{1,9}")) {
      throw new InvalidCursorException();
    }
    return Integer.parseInt(cursor.substring("index-".length()));
  }
}
