package io.cdrwebhooks.bench.throughput;

import java.util.Arrays;
import java.util.Collection;

/// Times in milliseconds, sorted.
public final class Percentiles {
  private final double[] sorted;

  private Percentiles(double[] sorted) {
    this.sorted = sorted;
  }

  public static Percentiles ofNanos(Collection<Long> nanos) {
    if (nanos.isEmpty()) {
      throw new IllegalArgumentException("nothing was timed");
    }
    double[] millis = nanos.stream().mapToDouble(each -> each / 1e6).toArray();
    Arrays.sort(millis);
    return new Percentiles(millis);
  }

  /// The smallest time that `percent` of all do not exceed (nearest rank).
  public double at(double percent) {
    int rank = (int) Math.ceil(percent / 100 * sorted.length);
    return sorted[Math.max(rank, 1) - 1];
  }

  public double highest() {
    return sorted[sorted.length - 1];
  }
}
