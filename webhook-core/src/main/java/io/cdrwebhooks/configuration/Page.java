package io.cdrwebhooks.configuration;

import java.util.List;
import java.util.Optional;

/// Some items of a longer list, in its order.
///
/// `nextCursor` is opaque, given back to the same list for what follows; empty at the end of the
/// list. A page may be shorter than was asked for, even empty, and still have a next one.
public record Page<T>(List<T> items, Optional<String> nextCursor) {
  public Page {
    items = List.copyOf(items);
  }
}
