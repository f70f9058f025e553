package io.cdrwebhooks.statistics;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/// The whole buckets that a time touches, from `from` up to but not including `to`.
public record StatisticsWindow(BucketSize size, Instant from, Instant to) {
  /// The longest time that may be asked for.
  public static final Duration LONGEST = Duration.ofDays(90);

  private static final Duration LONGEST_IN_HOURS = Duration.ofDays(7);

  public StatisticsWindow {
    TimeBucket first = new TimeBucket(size, from);
    TimeBucket afterLast = new TimeBucket(size, to);
    if (!first.start().isBefore(afterLast.start())
        || Duration.between(from, to).compareTo(LONGEST.plusDays(2)) > 0) {
      throw new IllegalArgumentException("no window of counts: " + from + " to " + to);
    }
  }

  /// In hours up to a week, as long as hours are kept; else in days.
  ///
  /// @throws IllegalArgumentException unless `from` is before `to`, by [#LONGEST] at most
  public static StatisticsWindow of(Instant from, Instant to, Instant now) {
    Duration asked = Duration.between(from, to);
    if (!asked.isPositive() || asked.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException("no time to ask counts for: " + from + " to " + to);
    }
    boolean inHours =
        asked.compareTo(LONGEST_IN_HOURS) <= 0 && !from.isBefore(now.minus(BucketSize.HOUR.kept()));
    BucketSize size = inHours ? BucketSize.HOUR : BucketSize.DAY;
    TimeBucket last = TimeBucket.of(size, to);
    return new StatisticsWindow(
        size, TimeBucket.of(size, from).start(), last.start().equals(to) ? to : last.end());
  }

  /// All of them, the oldest first; at least one.
  public List<TimeBucket> buckets() {
    return Stream.iterate(
            new TimeBucket(size, from),
            bucket -> bucket.start().isBefore(to),
            bucket -> new TimeBucket(size, bucket.end()))
        .toList();
  }
}
