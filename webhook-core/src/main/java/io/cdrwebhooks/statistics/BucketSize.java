package io.cdrwebhooks.statistics;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// The period of one bucket of counts, in UTC. Hours are stored; a day is the sum of its hours.
public enum BucketSize {
  HOUR(ChronoUnit.HOURS),
  DAY(ChronoUnit.DAYS);

  private final ChronoUnit unit;

  BucketSize(ChronoUnit unit) {
    this.unit = unit;
  }

  public Duration duration() {
    return unit.getDuration();
  }

  /// Returns the start of the bucket that contains `instant`.
  Instant startOf(Instant instant) {
    return instant.truncatedTo(unit);
  }
}
