package io.cdrwebhooks.paging;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// Cuts pages from entries with unique keys, in the order of the keys.
///
/// A page continues after the key of the last entry shown. So paging neither skips nor repeats an
/// entry that stays in the list, even if others are added or removed in the meantime.
public final class KeyedPages {
  private KeyedPages() {}

  /// Returns the entries after the key `after`, at most `limit`; `nextCursor` is the key of the
  /// last one. An entry without a key is not in the list.
  public static <E> Page<E> page(
      Collection<E> entries, Function<E, Optional<String>> key, Optional<String> after, int limit) {
    var rest =
        entries.stream()
            .flatMap(entry -> key.apply(entry).map(found -> Map.entry(found, entry)).stream())
            .filter(each -> after.filter(last -> each.getKey().compareTo(last) <= 0).isEmpty())
            .sorted(Map.Entry.comparingByKey())
            .limit(limit + 1L)
            .toList();
    return rest.size() <= limit
        ? new Page<>(rest.stream().map(Map.Entry::getValue).toList(), Optional.empty())
        : new Page<>(
            rest.stream().limit(limit).map(Map.Entry::getValue).toList(),
            Optional.of(rest.get(limit - 1).getKey()));
  }
}
