package io.cdrwebhooks.lane;

import java.time.Instant;

/// The change of a stored lane that makes a worker find a new delivery in it. [Lane] chooses the
/// step from the lane as the store has read it. The store carries out the step only if the lane has
/// not changed since; otherwise it reads the lane again for another step.
public sealed interface WakeStep {
  /// Returns whether the caller must send a message for the delivery.
  default boolean needsMessage() {
    return !(this instanceof NoMessage);
  }

  /// A step after which the caller sends no message, because another worker will read the index. A
  /// message that cannot acquire the lane also ends with such a step.
  sealed interface NoMessage extends WakeStep {}

  /// Writes nothing: the lane waits for its next probe, and the turn of that probe reads the index.
  record WaitForProbe() implements NoMessage {}

  /// Writes nothing: another process has just marked the lane. Until `until`, that mark also covers
  /// new deliveries.
  record AlreadyMarked(Instant until) implements NoMessage {}

  /// Marks the lane, so that its holder, or the worker that receives the lane's own message, reads
  /// the index.
  record MarkLane() implements NoMessage {}

  /// Marks a lane whose own message is late and may be lost; then the caller sends another message.
  /// If several processes try this, only one of them succeeds.
  record MarkAndSend() implements WakeStep {}

  /// Makes the lane due at `dueAt`, so that a sweep finds it if the message is lost. If
  /// `indexMayLag`, the index may still lack the delivery at that time, so the turn reads the index
  /// a second time.
  record MakeDue(Instant dueAt, boolean indexMayLag) implements WakeStep {}
}
