package io.cdrwebhooks.aws.snapshot;

import java.time.Duration;

/// Limits the rounds of a rehearsal by number and by time. Without a network every round is slow,
/// and a slow rehearsal must not make a deployment fail.
public final class Rounds {
  /// The time limit, well within the time that Lambda allows before the snapshot.
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

  /// Returns whether to begin another round, and counts it.
  public boolean next() {
    boolean another = left > 0 && System.nanoTime() - begun < time.toNanos();
    left--;
    return another;
  }
}
