package io.cdrwebhooks.lane;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// What became of a delivery that a [LaneTurn] gave out.
public sealed interface SendResult {
  /// The receiver took it.
  record Delivered() implements SendResult {}

  /// The attempt failed. `retryAfter` is how long the receiver asked to be left alone, `nextAt`
  /// when the next attempt is due, empty after the last.
  record Failed(Optional<Duration> retryAfter, Optional<Instant> nextAt) implements SendResult {}

  /// Nothing was sent, and that says nothing of the receiver: the delivery has another status by
  /// now, or it waits until `dueAt`.
  record NotSent(Optional<Instant> dueAt) implements SendResult {}

  /// An exception ended it, and nobody knows what became of it before `dueAt`.
  record Broken(Instant dueAt) implements SendResult {}

  /// Nothing was sent because of a fault of ours.
  record OurFault() implements SendResult {}
}
