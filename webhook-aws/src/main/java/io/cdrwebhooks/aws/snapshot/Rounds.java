package io.cdrwebhooks.aws.snapshot;

import java.time.Duration;

/// The rounds of a rehearsal: so many, but none begins any more when the time is up. A deployment
/// must not fail because a network that is not there yet makes every round slow.
public final class Rounds {
  /// Well within what Lambda gives a function until its snapshot.
  private static final Duration TIME = Duration.ofSeconds(20);

  private final long begun = System.nanoTime();
  private final Duration time;
  private int left;

  public Rounds(int most) {
    this(most, TIME);
  }

  Rounds(int most, Duration time) {
    this.left = most;
    this.time = time;
  }

  /// Whether another one is to be played.
  public boolean next() {
    boolean another = left > 0 && System.nanoTime() - begun < time.toNanos();
    left--;
    return another;
  }
}
