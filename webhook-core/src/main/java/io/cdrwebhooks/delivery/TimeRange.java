package io.cdrwebhooks.delivery;

import java.time.Instant;

/// A range of time, both ends included.
public record TimeRange(Instant from, Instant to) {
  public TimeRange {
    if (to.isBefore(from)) {
      throw new IllegalArgumentException("to must not be before from: " + from + " to " + to);
    }
  }

  public boolean contains(Instant instant) {
    return !instant.isBefore(from) && !instant.isAfter(to);
  }
}
