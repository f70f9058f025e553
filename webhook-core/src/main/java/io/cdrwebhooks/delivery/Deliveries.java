package io.cdrwebhooks.delivery;

import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.configuration.Page;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The stored deliveries and their attempts. Conditional writes only; instants are whole
/// milliseconds.
public interface Deliveries {
  /// In how many shards the deliveries of one status are listed ([#withStatus]).
  int STATUS_SHARDS = 4;

  /// Stores a new delivery; one with this id that is there already stays as it is.
  Recording record(Delivery delivery);

  /// Always sees the last write.
  Optional<Delivery> find(DeliveryId id);

  /// Claims the attempt after [DeliveryProgress#lastAttempt] of `delivery`, and stores its
  /// inspection with it. It stays due: should its holder die, it is claimed again after the lease.
  ///
  /// Refused unless the stored one is still PENDING, has the same last attempt, is due by `now`,
  /// and has no lease beyond `now`.
  Claiming claim(Delivery delivery, Instant now, Instant leasedUntil);

  /// Stores what a claimed attempt came to, and what follows, and ends the lease.
  ///
  /// When the lease was lost to a later claim the attempt is dropped, except that a delivered one
  /// still makes a delivery DELIVERED that is pending in the same round: the receiver has it. When
  /// it was lost to a new round, the attempt is kept and the delivery stays as it is: whoever began
  /// the round wants the receiver told again.
  Completion complete(AttemptClaim claim, Attempt attempt, NextState nextState);

  /// Ends what is going on with a delivery without an attempt: HELD or FAILED, and why.
  ///
  /// False, and nothing is changed, unless the stored one has the status and the last attempt of
  /// `seen` and no lease beyond `now`.
  boolean stop(Delivery seen, Instant now, NextState stopped);

  /// Begins a new round, whose first attempt is due `now`; a lease ends. `configuration` is who is
  /// told in it, by which an UNROUTED delivery gets its receiver.
  ///
  /// Refused unless the stored status is one of `from`.
  Restarting restart(
      DeliveryId id, Set<DeliveryStatus> from, ConfigurationId configuration, Instant now);

  /// Ends a claim whose attempt was not made because of a fault of ours: it uses up nothing.
  void giveBack(AttemptClaim claim);

  /// Has the next attempt of a PENDING delivery due `now` if it would be later. False, and nothing
  /// is changed, if it is not PENDING, was due before, or is under way.
  boolean pullForward(DeliveryId id, Instant now);

  /// Nothing is to be done by itself any more, as [DeliveryProgress#dueAt] was `dueAt` and still
  /// is.
  void settle(DeliveryId id, Instant dueAt);

  /// All attempts in the order they were made; none for an unknown id.
  List<Attempt> attempts(DeliveryId id);

  /// The deliveries that `filter` has, the newest first; `limit` from 1 to 100.
  ///
  /// A page costs the same however many deliveries there are: only so many are looked at for it. So
  /// it may hold fewer than `limit`, even none, and still have a next one. What stays in the list
  /// while it is paged through is neither skipped nor repeated.
  ///
  /// @throws io.cdrwebhooks.configuration.InvalidCursorException if the cursor is not from this
  ///   list, which is one for each filter
  Page<Delivery> list(DeliveryFilter filter, Optional<String> cursor, int limit);

  /// The deliveries of a configuration that were created in `range`, the oldest first; `limit` from
  /// 1 to 100.
  ///
  /// @throws io.cdrwebhooks.configuration.InvalidCursorException if the cursor is not from this
  ///   list
  Page<Delivery> listByConfiguration(
      ConfigurationId id, TimeRange range, Optional<String> cursor, int limit);

  /// The deliveries of one shard that are FAILED, HELD or UNROUTED and were created in `range`, the
  /// oldest first; `limit` from 1 to 100. What leaves the status while the list is paged through is
  /// neither skipped over nor repeated.
  ///
  /// @throws IllegalArgumentException for another status, or a shard that is not from 0 up to
  ///   [#STATUS_SHARDS]
  /// @throws io.cdrwebhooks.configuration.InvalidCursorException if the cursor is not from this
  ///   list
  Page<Delivery> withStatus(StatusShard list, TimeRange range, Optional<String> cursor, int limit);

  /// Notes that a link of the delivery was followed by somebody at `address`. The delivery, if that
  /// was the first time; empty else, and for an unknown id, of which nothing is noted.
  Optional<Delivery> recordLinkFollowed(DeliveryId id, Instant at, String address);

  /// Which deliveries a list of [#withStatus] ones has.
  record StatusShard(DeliveryStatus status, int shard) {
    public StatusShard {
      boolean listed =
          switch (status) {
            case FAILED, HELD, UNROUTED -> true;
            case PENDING, DELIVERED -> false;
          };
      if (!listed || shard < 0 || shard >= STATUS_SHARDS) {
        throw new IllegalArgumentException("no such list: " + status + ", shard " + shard);
      }
    }
  }

  /// Answer to [#record].
  sealed interface Recording {
    record Recorded() implements Recording {}

    /// A repeat: this is what is stored.
    record AlreadyRecorded(Delivery existing) implements Recording {}
  }

  /// Answer to [#claim].
  sealed interface Claiming {
    record Claimed(AttemptClaim claim) implements Claiming {}

    /// Somebody else was first, or it is too early; empty when the delivery is not there any more.
    record Refused(Optional<Delivery> current) implements Claiming {}
  }

  /// Answer to [#complete].
  enum Completion {
    COMPLETED,
    LEASE_LOST
  }

  /// Answer to [#restart].
  sealed interface Restarting {
    /// The delivery as it stands now.
    record Restarted(Delivery delivery) implements Restarting {}

    /// It has another status; empty when the delivery is not there any more.
    record Refused(Optional<Delivery> current) implements Restarting {}
  }
}
