package io.cdrwebhooks.statistics;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// The distribution of attempt durations over fixed classes, so that histograms can be added.
///
/// `counts` has one number for each of [#BOUNDS]: the attempts that took longer than the bound
/// before it and no longer than this one. The last class also counts longer attempts, although no
/// function that makes attempts runs longer.
public record LatencyHistogram(List<Long> counts) {
  /// The upper bounds of the classes, ascending. They never change, because stored counts depend on
  /// them.
  public static final List<Duration> BOUNDS =
      IntStream.of(
              5, 10, 15, 20, 30, 50, 75, 100, 150, 200, 300, 500, 750, 1_000, 1_500, 2_000, 3_000,
              5_000, 7_500, 10_000, 15_000, 20_000, 30_000, 60_000)
          .mapToObj(Duration::ofMillis)
          .toList();

  /// The histogram without attempts.
  public static final LatencyHistogram EMPTY =
      new LatencyHistogram(Collections.nCopies(BOUNDS.size(), 0L));

  public LatencyHistogram {
    counts = List.copyOf(counts);
    if (counts.size() != BOUNDS.size() || counts.stream().anyMatch(count -> count < 0)) {
      throw new IllegalArgumentException(
          "counts must have %d numbers that are not negative: %s".formatted(BOUNDS.size(), counts));
    }
  }

  /// Returns the histogram of one attempt.
  public static LatencyHistogram of(Duration latency) {
    int within = 0;
    while (within < BOUNDS.size() - 1 && latency.compareTo(BOUNDS.get(within)) > 0) {
      within++;
    }
    int at = within;
    return new LatencyHistogram(
        IntStream.range(0, BOUNDS.size()).mapToObj(i -> i == at ? 1L : 0L).toList());
  }

  public LatencyHistogram plus(LatencyHistogram other) {
    return new LatencyHistogram(
        IntStream.range(0, BOUNDS.size())
            .mapToObj(i -> counts.get(i) + other.counts.get(i))
            .toList());
  }

  /// Returns the number of attempts.
  public long total() {
    return counts.stream().mapToLong(Long::longValue).sum();
  }

  /// Returns the lowest bound that at least `percent` (1 to 100) of the attempts did not exceed;
  /// empty without attempts.
  public Optional<Duration> percentile(int percent) {
    if (percent < 1 || percent > 100) {
      throw new IllegalArgumentException("percent must be from 1 to 100: " + percent);
    }
    long total = total();
    long wanted = Math.ceilDiv(total * percent, 100L);
    long seen = 0;
    for (int i = 0; i < BOUNDS.size() && total > 0; i++) {
      seen += counts.get(i);
      if (seen >= wanted) {
        return Optional.of(BOUNDS.get(i));
      }
    }
    return Optional.empty();
  }
}
