package io.cdrwebhooks.delivery;

import java.time.Instant;

/// A range of time, both ends included.
public record TimeRange(Instant from, Instant to) {
  public TimeRange {
    if (to.isBefore(from)) {
      throw new IllegalArgumentException("to must not be before from: " + from + " to " + to);
    }
  }

  /// Returns the range with everything up to `to`. A delivery that is sent again outlives the
  /// retention of its first time, so no bound before covers all that are stored.
  public static TimeRange until(Instant to) {
    return new TimeRange(Instant.EPOCH, to);
  }

  public boolean contains(Instant instant) {
    return !instant.isBefore(from) && !instant.isAfter(to);
  }
}
