package io.cdrwebhooks.configuration;

import io.cdrwebhooks.paging.InvalidCursorException;
import io.cdrwebhooks.paging.KeyedPages;
import io.cdrwebhooks.paging.Page;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Function;

/// Cuts pages from a list; a cursor is the list's name and the key of the last item shown.
public final class InMemoryPages {
  private static final String AFTER = " after ";

  private InMemoryPages() {}

  static <T> Page<T> page(
      String list,
      Collection<T> all,
      Function<T, Optional<String>> key,
      Optional<String> cursor,
      int limit) {
    Page<T> page = KeyedPages.page(all, key, cursor.map(text -> place(list, text)), limit);
    return new Page<>(page.items(), page.nextCursor().map(last -> list + AFTER + last));
  }

  private static String place(String list, String cursor) {
    if (!cursor.startsWith(list + AFTER)) {
      throw new InvalidCursorException();
    }
    return cursor.substring(list.length() + AFTER.length());
  }
}
