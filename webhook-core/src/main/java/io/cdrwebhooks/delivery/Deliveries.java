package io.cdrwebhooks.delivery;

import io.cdrwebhooks.configuration.ConfigurationId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The stored deliveries and their attempts. All writes are conditional; instants are whole
/// milliseconds. The lists lag some seconds behind the writes.
public interface Deliveries extends DeliveryLists, LinkUses {
  /// Stores a new delivery; an existing one with this id stays unchanged.
  Recording record(Delivery delivery);

  /// Stores a new delivery under the next number of its series; an existing one stays unchanged.
  ///
  /// If this process dies between the two steps, or another process records the same delivery at
  /// the same moment, a number remains without a delivery.
  Recording recordNumbered(Delivery delivery);

  /// Finds a delivery, with a consistent read.
  Optional<Delivery> find(DeliveryId id);

  /// Finds a delivery as it was some seconds ago. This costs half of [#find], and may miss a
  /// delivery that was recorded within the last seconds; [#record] then finds it.
  Optional<Delivery> findEventually(DeliveryId id);

  /// Claims the attempt after [DeliveryProgress#lastAttempt] of `delivery`, and stores its
  /// inspection. The delivery stays due: if the holder dies, another worker claims it after the
  /// lease.
  ///
  /// The claim is refused unless the stored delivery is still PENDING, has the same last attempt,
  /// is due by `now`, and has no lease beyond `now`.
  Claiming claim(Delivery delivery, Instant now, Instant leasedUntil);

  /// Stores a claimed attempt and the delivery's next state, and ends the lease.
  ///
  /// If a later claim has taken over the lease, the attempt is dropped. If the dropped attempt was
  /// delivered and the delivery is PENDING in the same round, the delivery becomes DELIVERED,
  /// because the receiver has it. If a new round has begun, the attempt is stored and the delivery
  /// stays unchanged, because the new round delivers it again.
  ///
  /// A delivery that becomes DELIVERED has no due time if its link was followed since the claim:
  /// some receivers download the report before they answer, and the link needs no check.
  Completion complete(AttemptClaim claim, Attempt attempt, NextState nextState);

  /// Stops a delivery without an attempt, as HELD or FAILED, with a reason.
  ///
  /// Returns false and changes nothing unless the stored delivery has the status and the last
  /// attempt of `seen` and no lease beyond `now`.
  boolean stop(Delivery seen, Instant now, NextState stopped);

  /// Begins a new round, whose first attempt is due `now`, and ends any lease. `configuration` is
  /// the receiver of the round; an UNROUTED delivery is assigned to it.
  ///
  /// The call is refused unless the stored status is one of `from`.
  Restarting restart(
      DeliveryId id, Set<DeliveryStatus> from, ConfigurationId configuration, Instant now);

  /// Releases a claim whose attempt was not made, because of a fault on our side or because the
  /// configuration changed. It does not count as an attempt.
  void releaseClaim(AttemptClaim claim);

  /// Makes the next attempt of a PENDING delivery due `now`, if it was later. Returns false and
  /// changes nothing if the delivery is not PENDING, was due before, or has an attempt in flight.
  boolean makeDueNow(DeliveryId id, Instant now);

  /// Clears [DeliveryProgress#dueAt] if it still is `dueAt`, so that the delivery is not due any
  /// more.
  void clearDueAt(DeliveryId id, Instant dueAt);

  /// Returns all attempts in the order they were made; none for an unknown id.
  List<Attempt> attempts(DeliveryId id);

  /// Adds `copy` to the trace of the delivery that it repeats, while the trace has room. An unknown
  /// id is ignored, and so is a copy that is there already.
  void noteCopy(DeliveryId original, DeliveryId copy);

  /// The answer to [#record].
  sealed interface Recording {
    record Recorded() implements Recording {}

    /// The delivery was recorded before; `existing` is the stored one.
    record AlreadyRecorded(Delivery existing) implements Recording {}
  }

  /// The answer to [#claim].
  sealed interface Claiming {
    record Claimed(AttemptClaim claim) implements Claiming {}

    /// Another worker was first, or it is too early. `current` is empty if the delivery no longer
    /// exists.
    record Refused(Optional<Delivery> current) implements Claiming {}
  }

  /// The answer to [#complete].
  enum Completion {
    COMPLETED,
    LEASE_LOST
  }

  /// The answer to [#restart].
  sealed interface Restarting {
    /// The delivery as it is now.
    record Restarted(Delivery delivery) implements Restarting {}

    /// The delivery has another status. `current` is empty if it no longer exists.
    record Refused(Optional<Delivery> current) implements Restarting {}
  }
}
