package io.cdrwebhooks.statistics;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/// The whole buckets that overlap a period, from `from` up to but not including `to`.
public record StatisticsWindow(BucketSize size, Instant from, Instant to) {
  /// The longest period of a request.
  public static final Duration MAX_LENGTH = Duration.ofDays(90);

  private static final Duration MAX_IN_HOURS = Duration.ofDays(7);

  public StatisticsWindow {
    TimeBucket first = new TimeBucket(size, from);
    TimeBucket afterLast = new TimeBucket(size, to);
    if (!first.start().isBefore(afterLast.start())
        || Duration.between(from, to).compareTo(MAX_LENGTH.plusDays(2)) > 0) {
      throw new IllegalArgumentException(
          "a window must consist of whole buckets: " + from + " to " + to);
    }
  }

  /// Creates a window: in hours up to a week, otherwise in days.
  ///
  /// @throws IllegalArgumentException unless `from` is before `to`, by [#MAX_LENGTH] at most
  public static StatisticsWindow of(Instant from, Instant to) {
    Duration asked = Duration.between(from, to);
    if (!asked.isPositive() || asked.compareTo(MAX_LENGTH) > 0) {
      throw new IllegalArgumentException(
          "from must be before to, by at most %d days: %s to %s"
              .formatted(MAX_LENGTH.toDays(), from, to));
    }
    BucketSize size = asked.compareTo(MAX_IN_HOURS) <= 0 ? BucketSize.HOUR : BucketSize.DAY;
    TimeBucket last = TimeBucket.of(size, to);
    return new StatisticsWindow(
        size, TimeBucket.of(size, from).start(), last.start().equals(to) ? to : last.end());
  }

  /// Returns all its buckets, the oldest first; at least one.
  public List<TimeBucket> buckets() {
    return Stream.iterate(
            new TimeBucket(size, from),
            bucket -> bucket.start().isBefore(to),
            bucket -> new TimeBucket(size, bucket.end()))
        .toList();
  }
}
