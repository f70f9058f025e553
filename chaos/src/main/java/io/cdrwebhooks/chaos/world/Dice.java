package io.cdrwebhooks.chaos.world;

import java.util.SplittableRandom;

/// Random numbers that depend only on the seed and the arguments, not on the order of the calls. So
/// races between threads and processes do not change them.
public record Dice(long seed) {
  private static final long OFFSET = 0xcbf29ce484222325L;
  private static final long PRIME = 0x100000001b3L;

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
    long hash = OFFSET ^ (seed * 0x9E3779B97F4A7C15L);
    for (Object part : about) {
      String text = String.valueOf(part);
      for (int i = 0; i < text.length(); i++) {
        hash = (hash ^ text.charAt(i)) * PRIME;
      }
      hash = (hash ^ 0xffff) * PRIME;
    }
    return new SplittableRandom(hash);
  }
}
