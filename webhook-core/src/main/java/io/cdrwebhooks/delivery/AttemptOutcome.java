package io.cdrwebhooks.delivery;

/// The outcome of an attempt. The receiver caused every outcome; a fault on our side is not an
/// attempt.
public enum AttemptOutcome {
  /// A 2xx answer.
  DELIVERED,
  /// Any other answer.
  REJECTED,
  /// No complete answer: name not resolved, connection refused or broken off, timeout, or bad
  /// certificate.
  UNREACHABLE,
  /// The address guard or the deployment's rules forbid the call.
  BLOCKED
}
