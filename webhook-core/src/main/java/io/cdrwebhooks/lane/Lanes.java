package io.cdrwebhooks.lane;

import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.delivery.DueWork;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The stored lanes: one for each configuration, held by one worker at a time. Instants are whole
/// milliseconds.
///
/// A lane that is held or has a wake-up stands in the [io.cdrwebhooks.delivery.DueIndex], so that a
/// sweep finds it when its holder died or the message of its wake-up was lost.
public interface Lanes {
  /// In how many shards the deliveries of one lane wait: DynamoDB takes some 1,000 writes a second
  /// for each.
  int SHARDS = 4;

  /// How far the index of waiting deliveries may be behind the writes.
  Duration INDEX_LAG = Duration.ofSeconds(10);

  /// How often at most a held lane is told that it has work.
  Duration BETWEEN_WAKES = Duration.ofMillis(100);

  /// How far the clocks of two processes may be apart.
  Duration CLOCKS_APART = Duration.ofSeconds(2);

  /// A message that is later than this is lost: the sweep has sent another by then.
  Duration LOST_AFTER = Duration.ofMinutes(2);

  /// A lane that nobody has held yet is [Lane#unused].
  Lane find(ConfigurationId id);

  /// A message that is not worked so soon waits behind others.
  Duration WAKE_TAKES = Duration.ofSeconds(1);

  /// Whether a message must say that a delivery was just recorded for the lane. If not, word was
  /// left for its holder, or for whoever works the lane's own message that waits already; or the
  /// lane waits for its next probe.
  boolean needsMessage(ConfigurationId id, Instant now);

  /// Takes the lane for `holder` until `leasedUntil`, because of a message; the lane with that
  /// lease, and otherwise as it was before. Empty if somebody else holds it: then it is noted that
  /// there is work, and whether a person asked, and its holder will look once more. Empty also if
  /// the next probe is not due, unless a person asked or the lane's own wake-up is early.
  Optional<Lane> acquire(DueWork.OfLane work, String holder, Instant now, Instant leasedUntil);

  /// Has the lane looked at by `at` whatever becomes of the caller, who is about to have a delivery
  /// wait in it. One that is held is told that there is work; one that fails has its next probe.
  void wakeBy(ConfigurationId id, Instant now, Instant at);

  /// Holds the lane longer, and stores its state; the lane as it is then. Empty if it is not
  /// `holder`'s any more.
  Optional<Lane> renew(Lane held, String holder, Instant leasedUntil);

  /// Ends the lease, and stores the lane's state and what was sent; the lane is due again at
  /// `wakeAt`, empty when nothing waits in it.
  ///
  /// @return the lane as it is, still held, if somebody has said meanwhile that there is work
  Optional<Lane> release(Lane held, String holder, Optional<Instant> wakeAt);

  /// The deliveries that wait in a lane and are due at `from` or later, the earliest first; some
  /// hundreds at most. Up to [#INDEX_LAG] behind the writes.
  Page waiting(ConfigurationId id, Instant from);

  /// The earliest that wait; `more` if others wait that are due later.
  record Page(List<Waiting> earliest, boolean more) {
    public Page {
      earliest = List.copyOf(earliest);
    }
  }
}
