package io.cdrwebhooks.deployment;

/// The deployment did something else than it promises, or a person left something out. The message
/// says which and holds no secret.
final class TrialFailure extends RuntimeException {
  private static final long serialVersionUID = 1;

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
}
