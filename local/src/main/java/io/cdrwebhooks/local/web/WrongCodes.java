package io.cdrwebhooks.local.web;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// Counts the wrong codes of the current minute. For several threads.
final class WrongCodes {
  private static final int MOST = 20;
  private static final Duration WINDOW = Duration.ofMinutes(1);

  private final InstantSource clock;
  private Instant windowEnds = Instant.MIN;
  private int count;

  WrongCodes(InstantSource clock) {
    this.clock = clock;
  }

  /// How long nobody is to try any more; zero when trying is free.
  synchronized Duration pause() {
    Instant now = clock.instant();
    return count < MOST || !now.isBefore(windowEnds)
        ? Duration.ZERO
        : Duration.between(now, windowEnds);
  }

  synchronized void add() {
    Instant now = clock.instant();
    if (!now.isBefore(windowEnds)) {
      windowEnds = now.plus(WINDOW);
      count = 0;
    }
    count++;
  }
}
