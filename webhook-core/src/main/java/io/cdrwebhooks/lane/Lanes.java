package io.cdrwebhooks.lane;

import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.delivery.DeliveryId;
import io.cdrwebhooks.work.DueWork;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The stored lanes: one for each configuration, held by one worker at a time. Instants are whole
/// milliseconds.
///
/// A lane that is held or has a wake-up has an entry in the [io.cdrwebhooks.work.DueIndex]. So a
/// sweep finds it when its holder has died or its wake-up message was lost.
public interface Lanes {
  /// The number of shards in which one lane's deliveries wait: DynamoDB takes some 1,000 writes a
  /// second for each.
  int SHARDS = 4;

  /// The longest lag of the index of waiting deliveries behind the writes.
  Duration INDEX_LAG = Duration.ofSeconds(10);

  /// The shortest time between two marks of a held lane.
  Duration BETWEEN_WAKES = Duration.ofMillis(100);

  /// The greatest difference between the clocks of two processes.
  Duration CLOCKS_APART = Duration.ofSeconds(2);

  /// A lane's own message is lost if another message arrives first that was expected this much
  /// later.
  Duration LOST_AFTER = Duration.ofMinutes(2);

  /// A message that no worker has received after this time waits behind others in the queue.
  Duration WAKE_DELAY = Duration.ofSeconds(1);

  /// If a lane's own message is later than this, an arriving report sends another.
  Duration LATE_AFTER = Duration.ofSeconds(4);

  /// The time within which a woken lane is due, so that a sweep finds it if its message is lost.
  Duration FOUND_WITHIN = Duration.ofMinutes(1);

  /// Finds a lane; [Lane#unused] if it has never been held.
  Lane find(ConfigurationId id);

  /// Wakes the lane for a delivery that was just recorded. Unless a holder or a probe will find the
  /// delivery, this makes the lane due within [#FOUND_WITHIN], so that a sweep finds it even if the
  /// caller dies or its message is lost. `named` is the delivery that the caller's message will
  /// name. The turn that this message begins clears the due time that this call has set.
  ///
  /// Returns whether the caller must send a message. No message is needed if this call has marked
  /// the lane for its holder or for the worker of a waiting message, or if the lane waits for its
  /// next probe.
  boolean wake(ConfigurationId id, Optional<DeliveryId> named, Instant now);

  /// Wakes the lane before the caller adds a delivery to it, because the caller may die after that.
  default void wakeBefore(ConfigurationId id, Optional<DeliveryId> named, Instant now) {
    boolean _ = wake(id, named, now);
  }

  /// Acquires the lane for `holder` until `leasedUntil`, because the message `work` has arrived.
  /// Returns the lane as it was, with the new lease.
  ///
  /// Returns empty if another worker holds the lane. This call then marks the lane, with the
  /// person's request if there is one, and the holder reads the index again. It also returns empty
  /// if the next probe is not due, except in the cases of [Lane#insteadOfTurn].
  ///
  /// The acquired lane is due when its lease ends. The message of an arrival keeps a later due
  /// time, because a change costs two writes of the due index. But it keeps none that is more than
  /// [#FOUND_WITHIN] away, by the clock of any process.
  Optional<Lane> acquire(DueWork.OfLane work, String holder, Instant now, Instant leasedUntil);

  /// Extends the lease and stores the lane's state. Returns the stored lane; empty if `holder` no
  /// longer holds it.
  Optional<Lane> renew(Lane held, String holder, Instant leasedUntil);

  /// Ends the lease, and stores the lane's state with the due time of the lane's own message. The
  /// lane is due again at `wakeAt`, which is empty if nothing waits in it.
  ///
  /// @return the lane, which `holder` then still holds, if another process has marked it in the
  ///   meantime
  Optional<Lane> release(Lane held, String holder, Optional<Instant> wakeAt);

  /// Lists the deliveries that wait in a lane and are due at `from` or later, the earliest first,
  /// some hundreds at most. The list lags up to [#INDEX_LAG] behind the writes.
  Page waiting(ConfigurationId id, Instant from);

  /// The earliest waiting deliveries; `more` says whether others wait that are due later.
  record Page(List<Waiting> earliest, boolean more) {
    public Page {
      earliest = List.copyOf(earliest);
    }

    /// Returns the `from` of the next page: a millisecond after the last delivery of this one.
    /// Empty if no others are due later.
    public Optional<Instant> next() {
      return more ? Optional.of(earliest.getLast().dueAt().plusMillis(1)) : Optional.empty();
    }
  }
}
