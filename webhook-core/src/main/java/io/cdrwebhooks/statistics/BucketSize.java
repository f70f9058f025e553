package io.cdrwebhooks.statistics;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// The period of one bucket of counts, in UTC, and how long it is kept after its end.
public enum BucketSize {
  HOUR(ChronoUnit.HOURS, Duration.ofDays(8)),
  DAY(ChronoUnit.DAYS, Duration.ofDays(100));

  private final ChronoUnit unit;
  private final Duration kept;

  BucketSize(ChronoUnit unit, Duration kept) {
    this.unit = unit;
    this.kept = kept;
  }

  public Duration duration() {
    return unit.getDuration();
  }

  public Duration kept() {
    return kept;
  }

  /// Returns the start of the bucket that contains `instant`.
  Instant startOf(Instant instant) {
    return instant.truncatedTo(unit);
  }
}
