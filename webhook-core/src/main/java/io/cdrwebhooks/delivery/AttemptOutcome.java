package io.cdrwebhooks.delivery;

/// How an attempt ended. All of them are the receiver's doing: a fault of ours is no attempt.
public enum AttemptOutcome {
  /// A 2xx answer.
  DELIVERED,
  /// Any other answer.
  REJECTED,
  /// No complete answer: not resolved, refused, timed out, broken off, a bad certificate.
  UNREACHABLE,
  /// The address guard or the deployment's rules do not let us call there.
  BLOCKED
}
