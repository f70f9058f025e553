package io.cdrwebhooks.delivery;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Recorded deliveries of a series in the order of their numbers. `before` is when the report of
/// the nearest recorded lower number was uploaded, or when the series began if there is none; empty
/// for an unknown series.
public record StoredNumbers(Optional<Instant> before, List<Delivery> deliveries) {
  public StoredNumbers {
    deliveries = List.copyOf(deliveries);
  }
}
