package io.cdrwebhooks.dispatch.attempt;

import io.cdrwebhooks.time.Instants;
import java.time.Duration;
import java.time.Instant;

/// Hands out times with a pause between them. Thread-safe.
final class Spacing {
  private volatile Instant nextAt = Instant.MIN;

  /// Returns the earliest time from `now` on that no other caller has, and pauses after it.
  synchronized Instant next(Instant now, Duration pause) {
    Instant mine = Instants.later(nextAt, now);
    nextAt = mine.plus(pause);
    return mine;
  }

  /// Returns the earliest time that no caller has yet; it may be in the past.
  Instant nextAt() {
    return nextAt;
  }
}
