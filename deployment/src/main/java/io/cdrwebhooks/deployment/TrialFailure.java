package io.cdrwebhooks.deployment;

import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;

/// The deployment did something else than it promises, or a person left something out. The message
/// says which and holds no secret.
final class TrialFailure extends RuntimeException {
  private static final long serialVersionUID = 1;
  private static final Duration POLL = Duration.ofMillis(200);

  TrialFailure(String message) {
    super(message);
  }

  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }

  /// @throws TrialFailure unless both are equal; `what` names what was looked at
  static void expect(String what, Object expected, Object found) {
    if (!expected.equals(found)) {
      throw new TrialFailure(what + ": expected " + expected + ", found " + found);
    }
  }

  /// Returns once the condition holds; `what` names what it waits for.
  ///
  /// @throws TrialFailure if it does not hold within [Trial#PATIENCE]
  static void await(String what, BooleanSupplier holds) throws InterruptedException {
    Instant end = Instant.now().plus(Trial.PATIENCE);
    while (!holds.getAsBoolean()) {
      if (Instant.now().isAfter(end)) {
        throw new TrialFailure(
            "Waited for " + what + " for more than " + Trial.PATIENCE.toSeconds() + " s");
      }
      Thread.sleep(POLL);
    }
  }
}
