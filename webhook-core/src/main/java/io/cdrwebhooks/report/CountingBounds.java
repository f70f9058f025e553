package io.cdrwebhooks.report;

import java.time.Instant;

/// How far counting goes before a report is too large to count.
public record CountingBounds(long entries, long textBytes, Instant deadline) {
  /// The bounds of the product; `deadline` is what the function's remaining time allows.
  public static CountingBounds until(Instant deadline) {
    return new CountingBounds(100_000, 50L << 30, deadline);
  }
}
