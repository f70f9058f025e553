package io.cdrwebhooks.delivery;

import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.paging.Page;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/// The stored deliveries and their attempts. All writes are conditional; instants are whole
/// milliseconds.
public interface Deliveries {
  /// The number of shards of each list of deliveries: DynamoDB takes some 1,000 writes a second for
  /// each.
  int LIST_SHARDS = 4;

  /// Stores a new delivery; an existing one with this id stays unchanged.
  Recording record(Delivery delivery);

  /// Finds a delivery; always sees the last write.
  Optional<Delivery> find(DeliveryId id);

  /// Returns whether a delivery is recorded. Costs half of [#find], and may miss one that was
  /// recorded less than some seconds ago: [#record] decides.
  boolean isRecorded(DeliveryId id);

  /// Claims the attempt after [DeliveryProgress#lastAttempt] of `delivery`, and stores its
  /// inspection. The delivery stays due: if the holder dies, another worker claims it after the
  /// lease.
  ///
  /// Refused unless the stored delivery is still PENDING, has the same last attempt, is due by
  /// `now`, and has no lease beyond `now`.
  Claiming claim(Delivery delivery, Instant now, Instant leasedUntil);

  /// Stores a claimed attempt and the delivery's next state, and ends the lease.
  ///
  /// If a later claim has taken over the lease, the attempt is dropped. A delivered one still makes
  /// a delivery DELIVERED that is pending in the same round, because the receiver has it. If a new
  /// round has begun, the attempt is stored and the delivery stays unchanged, because the new round
  /// is to deliver it again.
  Completion complete(AttemptClaim claim, Attempt attempt, NextState nextState);

  /// Stops a delivery without an attempt, as HELD or FAILED, with a reason.
  ///
  /// Returns false and changes nothing unless the stored delivery has the status and the last
  /// attempt of `seen` and no lease beyond `now`.
  boolean stop(Delivery seen, Instant now, NextState stopped);

  /// Begins a new round, whose first attempt is due `now`, and ends any lease. `configuration` is
  /// the receiver of the round; it gives an UNROUTED delivery its receiver.
  ///
  /// Refused unless the stored status is one of `from`.
  Restarting restart(
      DeliveryId id, Set<DeliveryStatus> from, ConfigurationId configuration, Instant now);

  /// Gives back a claim whose attempt was not made because of a fault of ours. It does not count as
  /// an attempt.
  void giveBack(AttemptClaim claim);

  /// Makes the next attempt of a PENDING delivery due `now`, if it was later. Returns false and
  /// changes nothing if the delivery is not PENDING, was due before, or has an attempt in flight.
  boolean pullForward(DeliveryId id, Instant now);

  /// Clears [DeliveryProgress#dueAt] if it still is `dueAt`: nothing more happens to the delivery
  /// on schedule.
  void settle(DeliveryId id, Instant dueAt);

  /// Returns all attempts in the order they were made; none for an unknown id.
  List<Attempt> attempts(DeliveryId id);

  /// Lists the deliveries that match `filter`, the newest first; `limit` is from 1 to 100.
  ///
  /// A page has a constant cost, because only a fixed number of deliveries is read for it. So it
  /// may hold fewer than `limit`, even none, and still have a next one. Paging neither skips nor
  /// repeats a delivery that stays in the list.
  ///
  /// @throws io.cdrwebhooks.paging.InvalidCursorException if the cursor is not from this list,
  ///   which is one for each filter
  Page<Delivery> list(DeliveryFilter filter, Optional<String> cursor, int limit);

  /// Lists the deliveries of one shard (from 0 up to [#LIST_SHARDS]) of a configuration that were
  /// created in `range`, the oldest first; `limit` is from 1 to 100.
  ///
  /// @throws io.cdrwebhooks.paging.InvalidCursorException if the cursor is not from this list
  Page<Delivery> listByConfiguration(
      ConfigurationId id, int shard, TimeRange range, Optional<String> cursor, int limit);

  /// Lists the deliveries of one shard that are FAILED, HELD or UNROUTED and were created in
  /// `range`, the oldest first; `limit` is from 1 to 100. Paging stays correct while deliveries
  /// leave the status: none is skipped or repeated. A list of one configuration reads no others.
  ///
  /// @throws io.cdrwebhooks.paging.InvalidCursorException if the cursor is not from this list
  Page<Delivery> withStatus(StatusShard list, TimeRange range, Optional<String> cursor, int limit);

  /// Records that a client at `address` followed a link of the delivery. Returns the delivery if
  /// this was the first time, otherwise empty. The link of a delivered delivery need not be checked
  /// any more: it is not due again. An unknown id is ignored.
  Optional<Delivery> recordLinkFollowed(DeliveryId id, Instant at, String address);

  /// One list of [#withStatus]: a status and a shard, of one configuration or of all. UNROUTED
  /// deliveries have no configuration.
  record StatusShard(DeliveryStatus status, Optional<ConfigurationId> configuration, int shard) {
    public StatusShard {
      boolean listed =
          switch (status) {
            case FAILED, HELD -> true;
            case UNROUTED -> configuration.isEmpty();
            case PENDING, DELIVERED -> false;
          };
      if (!listed || shard < 0 || shard >= LIST_SHARDS) {
        throw new IllegalArgumentException(
            "status and shard must name a list: "
                + status
                + " of "
                + configuration
                + ", shard "
                + shard);
      }
    }

    /// Returns all shards of a status, of one configuration or of all.
    public static List<StatusShard> all(
        DeliveryStatus status, Optional<ConfigurationId> configuration) {
      return IntStream.range(0, LIST_SHARDS)
          .mapToObj(shard -> new StatusShard(status, configuration, shard))
          .toList();
    }
  }

  /// The answer to [#record].
  sealed interface Recording {
    record Recorded() implements Recording {}

    /// A repeat; `existing` is the stored delivery.
    record AlreadyRecorded(Delivery existing) implements Recording {}
  }

  /// The answer to [#claim].
  sealed interface Claiming {
    record Claimed(AttemptClaim claim) implements Claiming {}

    /// Another worker was first, or it is too early; empty when the delivery no longer exists.
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

    /// It has another status; empty when the delivery no longer exists.
    record Refused(Optional<Delivery> current) implements Restarting {}
  }
}
