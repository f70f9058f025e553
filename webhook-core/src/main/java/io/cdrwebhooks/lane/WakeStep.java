package io.cdrwebhooks.lane;

import java.time.Instant;

/// The step that makes a worker find a new delivery of a stored lane. [Lane] decides it from the
/// lane that a store has read. The store carries it out if the lane is unchanged, and otherwise
/// reads the lane again.
public sealed interface WakeStep {
  /// Returns whether a message must announce the delivery.
  default boolean needsMessage() {
    return !(this instanceof Silent);
  }

  /// A step without a message, because another worker will read the index. A message that cannot
  /// acquire the lane also ends with such a step.
  sealed interface Silent extends WakeStep {}

  /// Writes nothing: the lane rests until its next probe, and the turn of that probe reads the
  /// index.
  record Rest() implements Silent {}

  /// Writes nothing: the lane was just marked, and that mark is enough until `until`.
  record Marked(Instant until) implements Silent {}

  /// Marks the lane for its holder, or for the worker of the message that waits in the queue.
  record Mark() implements Silent {}

  /// Marks the lane, whose own message is late and may be lost. If several processes try this, only
  /// one succeeds, and that one sends another message.
  record MarkAndSend() implements WakeStep {}

  /// Makes the lane due at `dueAt`, in case the message is lost. `unsure` says that the index may
  /// not have the delivery by then; the turn then reads the index again later.
  record MakeDue(Instant dueAt, boolean unsure) implements WakeStep {}
}
