package io.cdrwebhooks.delivery;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Recorded deliveries of a series in the order of their numbers. `before` is when the nearest
/// recorded number below them was recorded, or when the series began if there can be none; empty if
/// nothing is left of that time.
public record StoredNumbers(Optional<Instant> before, List<Delivery> deliveries) {
  public StoredNumbers {
    deliveries = List.copyOf(deliveries);
  }
}
