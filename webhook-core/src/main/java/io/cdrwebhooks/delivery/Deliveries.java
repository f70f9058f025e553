package io.cdrwebhooks.delivery;

import io.cdrwebhooks.configuration.Page;
import io.cdrwebhooks.report.TaskId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The stored deliveries and their attempts. Conditional writes only; instants are whole
/// milliseconds.
public interface Deliveries {
  /// Stores a new delivery; one with this id that is there already stays as it is.
  Recording record(Delivery delivery);

  /// Always sees the last write.
  Optional<Delivery> find(DeliveryId id);

  /// Claims the attempt after [DeliveryProgress#lastAttempt] of `delivery`, and stores its
  /// inspection with it.
  ///
  /// Refused unless the stored one is still PENDING, has the same last attempt, and no lease beyond
  /// `now`.
  Claiming claim(Delivery delivery, Instant now, Instant leasedUntil);

  /// Stores what a claimed attempt came to, and the status that follows, and ends the lease.
  ///
  /// When the lease was lost to a later claim the attempt is dropped, except that a delivered one
  /// still makes a pending delivery DELIVERED: the receiver has it.
  Completion complete(AttemptClaim claim, Attempt attempt, DeliveryStatus status);

  /// All attempts in the order they were made; none for an unknown id.
  List<Attempt> attempts(DeliveryId id);

  /// The deliveries of a task, the newest first; `limit` from 1 to 100.
  ///
  /// @throws io.cdrwebhooks.configuration.InvalidCursorException if the cursor is not from this
  ///   list
  Page<Delivery> listByTask(TaskId taskId, Optional<String> cursor, int limit);

  /// Notes that a link of the delivery was followed; the first time stays. Nothing for an unknown
  /// id.
  void recordLinkFollowed(DeliveryId id, Instant at);

  /// Answer to [#record].
  sealed interface Recording {
    record Recorded() implements Recording {}

    /// A repeat: this is what is stored.
    record AlreadyRecorded(Delivery existing) implements Recording {}
  }

  /// Answer to [#claim].
  sealed interface Claiming {
    record Claimed(AttemptClaim claim) implements Claiming {}

    /// Somebody else was first; empty when the delivery is not there any more.
    record Refused(Optional<Delivery> current) implements Claiming {}
  }

  /// Answer to [#complete].
  enum Completion {
    COMPLETED,
    LEASE_LOST
  }
}
