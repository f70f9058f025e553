package io.cdrwebhooks.deployment;

import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;

/// The deployment behaved differently than promised, or the operator omitted something. The message
/// explains it and contains no secret.
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

  /// @throws TrialFailure unless both are equal; `what` names the compared value
  static void expect(String what, Object expected, Object found) {
    if (!expected.equals(found)) {
      throw new TrialFailure(what + ": expected " + expected + ", found " + found);
    }
  }

  /// Returns once the condition holds; `what` names the condition.
  ///
  /// @throws TrialFailure if it does not hold within [Trial#WEBHOOK_TIMEOUT]
  static void await(String what, BooleanSupplier holds) throws InterruptedException {
    Instant end = Instant.now().plus(Trial.WEBHOOK_TIMEOUT);
    while (!holds.getAsBoolean()) {
      if (Instant.now().isAfter(end)) {
        throw new TrialFailure(
            "Waited for " + what + " for more than " + Trial.WEBHOOK_TIMEOUT.toSeconds() + " s");
      }
      Thread.sleep(POLL);
    }
  }
}
