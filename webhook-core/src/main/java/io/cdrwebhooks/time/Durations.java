package io.cdrwebhooks.time;

import java.time.Duration;

/// Compares durations.
public final class Durations {
  private Durations() {}

  /// Returns the shorter of two durations.
  public static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  /// Returns the longer of two durations.
  public static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }
}
