package io.cdrwebhooks.emulators;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.atomic.AtomicLong;

/// Gives events their order: microseconds since 1970, or one more than the last one when the clock
/// has not moved on. So the order holds over a restart without anything being stored, as long as
/// the clock is not set back.
final class Sequencer {
  private final InstantSource clock;
  private final AtomicLong last = new AtomicLong();

  Sequencer(InstantSource clock) {
    this.clock = clock;
  }

  String next() {
    long now = ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant());
    return "%018X".formatted(last.updateAndGet(previous -> Math.max(previous + 1, now)));
  }
}
