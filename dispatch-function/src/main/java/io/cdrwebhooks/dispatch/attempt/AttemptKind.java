package io.cdrwebhooks.dispatch.attempt;

/// Whether an attempt follows the retry schedule or probes a failing receiver.
public enum AttemptKind {
  REGULAR,
  /// Uses up no step of the retry schedule.
  PROBE
}
