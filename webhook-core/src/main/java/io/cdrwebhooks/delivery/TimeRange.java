package io.cdrwebhooks.delivery;

import java.time.Instant;

/// A range of time, both ends included.
public record TimeRange(Instant from, Instant to) {
  public TimeRange {
    if (to.isBefore(from)) {
      throw new IllegalArgumentException("to must not be before from: " + from + " to " + to);
    }
  }

  /// Returns the range of everything up to `to`. It has no lower bound, because a delivery that is
  /// sent again is stored for longer than the retention after its creation.
  public static TimeRange until(Instant to) {
    return new TimeRange(Instant.EPOCH, to);
  }

  public boolean contains(Instant instant) {
    return !instant.isBefore(from) && !instant.isAfter(to);
  }
}
