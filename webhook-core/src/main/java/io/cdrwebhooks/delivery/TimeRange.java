package io.cdrwebhooks.delivery;

import java.time.Instant;

/// From an instant to another, both included.
public record TimeRange(Instant from, Instant to) {
  public TimeRange {
    if (to.isBefore(from)) {
      throw new IllegalArgumentException("a range does not end before it starts");
    }
  }

  public boolean contains(Instant instant) {
    return !instant.isBefore(from) && !instant.isAfter(to);
  }
}
