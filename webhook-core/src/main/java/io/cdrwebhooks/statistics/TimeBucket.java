package io.cdrwebhooks.statistics;

import java.time.Instant;

/// One hour or day, from `start` up to but not including `end`.
public record TimeBucket(BucketSize size, Instant start) {
  public TimeBucket {
    if (!size.startOf(start).equals(start)) {
      throw new IllegalArgumentException(
          "start must be the start of a bucket of size " + size + ": " + start);
    }
  }

  /// Returns the bucket that contains `instant`.
  public static TimeBucket of(BucketSize size, Instant instant) {
    return new TimeBucket(size, size.startOf(instant));
  }

  public Instant end() {
    return start.plus(size.duration());
  }

  /// Returns when the stored bucket may be deleted.
  public Instant forgottenAt() {
    return end().plus(Statistics.RETENTION);
  }
}
