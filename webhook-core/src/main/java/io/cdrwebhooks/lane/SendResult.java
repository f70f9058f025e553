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

  /// The result shows nothing about the receiver. Nothing was sent, because the delivery has
  /// another status by now or waits until `dueAt`; or the request does not predict others, such as
  /// a test.
  record NotSent(Optional<Instant> dueAt) implements SendResult {}

  /// An exception ended the attempt. The delivery's state is unknown until `dueAt`.
  record Faulted(Instant dueAt) implements SendResult {}

  /// Nothing was sent because of a fault on our side.
  record OurFault() implements SendResult {}
}
