package io.cdrwebhooks.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.paging.Page;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads a whole list page by page.
public final class Paging {
  /// Texts that no list has ever returned as a cursor.
  public static final List<String> GARBAGE =
      List.of(
          "",
          " ",
          "garbage",
          "%%%",
          "index--1",
          "AAAA",
          "ew==",
          "eyJpZCI6IngifQ",
          "\u0000\uD83D\uDE80",
          "x".repeat(100_000));

  private Paging() {}

  /// A list of one store.
  @FunctionalInterface
  public interface Paged<T> {
    Page<T> page(Optional<String> cursor, int limit);
  }

  /// Reads every item in order; fails on a page over the limit, and on a list without end.
  public static <T> List<T> all(int limit, Paged<T> list) {
    List<T> all = new ArrayList<>();
    Optional<String> cursor = Optional.empty();
    for (int page = 0; page < 10_000; page++) {
      Page<T> next = list.page(cursor, limit);
      assertThat(next.items()).hasSizeLessThanOrEqualTo(limit);
      all.addAll(next.items());
      cursor = next.nextCursor();
      if (cursor.isEmpty()) {
        return all;
      }
    }
    throw new AssertionError("the list does not end");
  }

  /// Returns a cursor of a list that holds more than one item.
  public static <T> String cursor(Paged<T> list) {
    return list.page(Optional.empty(), 1).nextCursor().orElseThrow();
  }
}
