package io.cdrwebhooks.report;

import java.time.Instant;

/// The limits of counting. A larger report is too large to count.
public record CountingBounds(long entries, long textBytes, Instant deadline) {
  /// Returns the product's limits; `deadline` comes from the function's remaining time.
  public static CountingBounds until(Instant deadline) {
    return new CountingBounds(100_000, 50L << 30, deadline);
  }
}
