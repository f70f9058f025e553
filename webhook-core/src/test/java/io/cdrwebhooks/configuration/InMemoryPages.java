package io.cdrwebhooks.configuration;

import io.cdrwebhooks.paging.InvalidCursorException;
import io.cdrwebhooks.paging.Page;
import java.util.List;
import java.util.Optional;

/// Cuts pages from a list; a cursor is the list's name and the index of the next item.
public final class InMemoryPages {
  private InMemoryPages() {}

  public static <T> Page<T> page(String list, List<T> all, Optional<String> cursor, int limit) {
    int from = Math.min(cursor.map(text -> index(list, text)).orElse(0), all.size());
    int to = Math.min(from + limit, all.size());
    Optional<String> next =
        to < all.size() ? Optional.of(list + "-" + to) : Optional.<String>empty();
    return new Page<>(all.subList(from, to), next);
  }

  private static int index(String list, String cursor) {
    String prefix = list + "-";
    if (!cursor.startsWith(prefix) || !cursor.substring(prefix.length()).matches("[0-9]{1,9}")) {
      throw new InvalidCursorException();
    }
    return Integer.parseInt(cursor.substring(prefix.length()));
  }
}
