package io.cdrwebhooks.simulation;

import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;

/// A process of a function while it works one batch. It may be paused, and then continues without
/// noticing, and it may be killed, at the latest by the function's timeout. Its clock is some
/// milliseconds ahead or behind.
final class Invocation {
  static final Duration TIMEOUT = Duration.ofMinutes(2);
  private static final long CLOCK_OFF_MILLIS = 100;

  private final Timeline time;
  private final Consumer<Invocation> ended;
  private final long aheadMillis;

  /// By this process's clock.
  final Instant end;

  private Instant pausedUntil = Instant.MIN;
  private boolean dead;
  private boolean over;

  Invocation(Timeline time, Consumer<Invocation> ended) {
    this.time = time;
    this.ended = ended;
    this.aheadMillis = time.between(-CLOCK_OFF_MILLIS, CLOCK_OFF_MILLIS);
    this.end = now().plus(TIMEOUT);
    time.after(TIMEOUT.toMillis(), this::kill);
  }

  Instant now() {
    return time.now().plusMillis(aheadMillis);
  }

  /// Does something in this process when its clock says so.
  void at(Instant when, Runnable what) {
    time.at(when.minusMillis(aheadMillis), () -> run(what));
  }

  /// Does something in this process, later if it is paused, never if it is dead.
  private void run(Runnable what) {
    if (pausedUntil.isAfter(time.now()) && !dead) {
      time.at(pausedUntil, () -> run(what));
    } else if (!dead) {
      what.run();
    }
  }

  /// Holds the current strand while this process is paused, and for ever if it is dead.
  void holdIfStopped() {
    if (dead || pausedUntil.isAfter(time.now())) {
      Timeline.Strand strand = time.current();
      run(strand::resume);
      strand.park();
    }
  }

  void sleep(long millis) {
    time.sleep(millis);
    holdIfStopped();
  }

  void pause(long millis) {
    pausedUntil = time.now().plusMillis(millis);
  }

  void kill() {
    if (!over) {
      dead = true;
      finish();
    }
  }

  void finish() {
    over = true;
    ended.accept(this);
  }

  boolean isDead() {
    return dead;
  }
}
