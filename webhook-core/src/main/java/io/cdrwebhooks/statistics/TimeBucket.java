package io.cdrwebhooks.statistics;

import java.time.Instant;

/// One hour or day, from `start` up to but not including `end`.
public record TimeBucket(BucketSize size, Instant start) {
  public TimeBucket {
    if (!size.startOf(start).equals(start)) {
      throw new IllegalArgumentException("no " + size + " starts at " + start);
    }
  }

  /// The one in which `instant` lies.
  public static TimeBucket of(BucketSize size, Instant instant) {
    return new TimeBucket(size, size.startOf(instant));
  }

  public Instant end() {
    return start.plus(size.duration());
  }

  /// From when it may be gone.
  public Instant forgottenAt() {
    return end().plus(size.kept());
  }
}
