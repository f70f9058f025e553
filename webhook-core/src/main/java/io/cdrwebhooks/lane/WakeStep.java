package io.cdrwebhooks.lane;

import java.time.Instant;

/// What a stored lane needs so that someone looks at a new delivery. [Lane] decides it from the
/// lane as read; a store carries it out if the lane is still the same, and otherwise asks again.
public sealed interface WakeStep {
  /// Returns whether a message must announce the delivery.
  default boolean needsMessage() {
    return !(this instanceof Silent);
  }

  /// A step without a message: another worker will look. A message that cannot acquire the lane
  /// ends with such a step, too.
  sealed interface Silent extends WakeStep {}

  /// Nothing is written: the lane rests until its next probe, and the probe's turn looks.
  record Rest() implements Silent {}

  /// Nothing is written: the lane was just marked, which is enough until `until`.
  record Marked(Instant until) implements Silent {}

  /// Mark the lane for its holder, or for the worker of the message that waits in the queue.
  record Mark() implements Silent {}

  /// Mark the lane, whose own message is late and may be lost. Of several processes, the one that
  /// marks it sends another message.
  record MarkAndSend() implements WakeStep {}

  /// Make the lane due at `dueAt`, in case the message is lost. `unsure` says that this is too soon
  /// for the index to have the delivery: then the lane is looked at again.
  record MakeDue(Instant dueAt, boolean unsure) implements WakeStep {}
}
