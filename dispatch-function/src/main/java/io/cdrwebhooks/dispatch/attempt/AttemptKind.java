package io.cdrwebhooks.dispatch.attempt;

/// An attempt of the retry schedule, or a probe of a failing receiver.
public enum AttemptKind {
  REGULAR,
  /// Uses up no step of the retry schedule.
  PROBE
}
