package io.cdrwebhooks.lane;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// The result of a delivery that a [LaneTurn] started.
public sealed interface SendResult {
  /// The receiver accepted it.
  record Delivered() implements SendResult {}

  /// The attempt failed. `retryAfter` is the receiver's `Retry-After`; `nextAt` is when the next
  /// attempt is due, empty after the last.
  record Failed(Optional<Duration> retryAfter, Optional<Instant> nextAt) implements SendResult {}

  /// A request was sent, such as a test, whose result does not predict those of others.
  record Inconclusive() implements SendResult {}

  /// Nothing was sent, and nothing is wrong.
  sealed interface NotSent extends SendResult {}

  /// The delivery waits until `dueAt`. Meanwhile the turn sends others.
  record Postponed(Instant dueAt) implements NotSent {}

  /// The delivery has another status by now, so the turn does not try it again.
  record Dropped() implements NotSent {}

  /// An exception ended the attempt. The delivery's state is unknown until `dueAt`.
  record Faulted(Instant dueAt) implements SendResult {}

  /// Nothing was sent because of a fault on our side.
  record OurFault() implements SendResult {}
}
