package io.cdrwebhooks.chaos.world;

import java.util.List;
import java.util.SplittableRandom;

/// Random numbers that depend only on the seed and the arguments, not on the order of the calls. So
/// races between threads and processes do not change them. Arguments are texts and numbers.
public record Dice(long seed) {
  /// Returns a number from 0 up to 1, the same for the same arguments.
  public double roll(Object... about) {
    return random(about).nextDouble();
  }

  /// Returns a number from 0 up to `bound`.
  public int pick(int bound, Object... about) {
    return random(about).nextInt(bound);
  }

  /// Returns whether an event of this probability happens.
  public boolean happens(double probability, Object... about) {
    return roll(about) < probability;
  }

  private SplittableRandom random(Object... about) {
    return new SplittableRandom(seed * 1_000_003 + List.of(about).hashCode());
  }
}
