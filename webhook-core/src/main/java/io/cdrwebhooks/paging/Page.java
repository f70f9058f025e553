package io.cdrwebhooks.paging;

import java.util.List;
import java.util.Optional;

/// One page of a longer list, in the list's order.
///
/// `nextCursor` is opaque and requests the next page of the same list; it is empty on the last
/// page. A page may be shorter than requested, or even empty, and still have a next one.
public record Page<T>(List<T> items, Optional<String> nextCursor) {
  public Page {
    items = List.copyOf(items);
  }
}
