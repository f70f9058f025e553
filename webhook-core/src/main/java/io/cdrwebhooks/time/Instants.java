package io.cdrwebhooks.time;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;

/// Reads a clock and compares instants.
public final class Instants {
  private Instants() {}

  /// Returns the clock's time in whole milliseconds, as records store it.
  public static Instant now(InstantSource clock) {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }

  /// Returns the earlier of two instants.
  public static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }

  /// Returns the later of two instants.
  public static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }
}
