package io.cdrwebhooks.delivery;

/// The number of an attempt. Rounds count from 1, and a redelivery starts a new round. Numbers
/// count from 1 within a round; 0 means "none yet".
public record AttemptNumber(int round, int number) {
  /// Before the first attempt of the first round.
  public static final AttemptNumber NONE = new AttemptNumber(1, 0);

  public AttemptNumber {
    if (round < 1 || number < 0) {
      throw new IllegalArgumentException(
          "round must be at least 1, and number not negative: " + round + "#" + number);
    }
  }

  public AttemptNumber next() {
    return new AttemptNumber(round, number + 1);
  }

  @Override
  public String toString() {
    return round + "#" + number;
  }
}
