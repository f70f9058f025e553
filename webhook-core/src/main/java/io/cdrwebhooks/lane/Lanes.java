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

  /// How far the index of waiting deliveries may be behind the writes.
  Duration INDEX_LAG = Duration.ofSeconds(10);

  /// The shortest time between two marks of a held lane.
  Duration BETWEEN_WAKES = Duration.ofMillis(100);

  /// How far the clocks of two processes may differ.
  Duration CLOCKS_APART = Duration.ofSeconds(2);

  /// A message that is later than this counts as lost: the sweep has sent another by then.
  Duration LOST_AFTER = Duration.ofMinutes(2);

  /// A message that has not been received after this time is waiting behind others.
  Duration WAKE_TAKES = Duration.ofSeconds(1);

  /// How late a lane's own message is before an arrival sends another.
  int LATE_SECONDS = 4;

  /// When a woken lane is looked at even if its message is lost.
  Duration FOUND_WITHIN = Duration.ofMinutes(1);

  /// Finds a lane; [Lane#unused] if it has never been held.
  Lane find(ConfigurationId id);

  /// Wakes the lane for a delivery that was just recorded. Makes sure that the lane is looked at
  /// after [#FOUND_WITHIN], even if the caller dies or its message is lost. `named` is the delivery
  /// that the message will name; the turn of that message ends this precaution.
  ///
  /// Returns whether a message must announce the delivery. It need not if the lane was marked for
  /// its holder, or for the worker of a waiting wake-up message, or if the lane waits for its next
  /// probe.
  boolean wake(ConfigurationId id, Optional<DeliveryId> named, Instant now);

  /// Wakes the lane before the caller adds a delivery to it: the caller may die after that.
  default void wakeBefore(ConfigurationId id, Optional<DeliveryId> named, Instant now) {
    boolean _ = wake(id, named, now);
  }

  /// Acquires the lane for `holder` until `leasedUntil`, because of a message. Returns the lane
  /// with that lease, otherwise unchanged.
  ///
  /// Empty if another worker holds it: then the lane is marked, also with a person's request, and
  /// its holder looks once more. Empty also if the next probe is not due, unless a person asked or
  /// the lane's wake-up is early.
  ///
  /// The acquired lane is due when its lease ends. An arrival's message leaves a due time alone that
  /// is no earlier, and no later than an arrival sets it now, in any process. To change it costs two
  /// writes of the due index.
  Optional<Lane> acquire(DueWork.OfLane work, String holder, Instant now, Instant leasedUntil);

  /// Extends the lease and stores the lane's state. Returns the lane as it is then; empty if
  /// `holder` no longer holds it.
  Optional<Lane> renew(Lane held, String holder, Instant leasedUntil);

  /// Ends the lease, and stores the lane's state and the sent message. The lane is due again at
  /// `wakeAt`, empty when nothing waits in it.
  ///
  /// @return the lane, still held, if it was marked in the meantime
  Optional<Lane> release(Lane held, String holder, Optional<Instant> wakeAt);

  /// Lists the deliveries that wait in a lane and are due at `from` or later, the earliest first;
  /// some hundreds at most. Up to [#INDEX_LAG] behind the writes.
  Page waiting(ConfigurationId id, Instant from);

  /// The earliest waiting deliveries; `more` says whether others wait that are due later.
  record Page(List<Waiting> earliest, boolean more) {
    public Page {
      earliest = List.copyOf(earliest);
    }
  }
}
