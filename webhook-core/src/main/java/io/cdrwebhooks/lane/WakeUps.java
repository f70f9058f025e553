package io.cdrwebhooks.lane;

import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/// What a turn knows of its lane's marks and messages: whether it must look again, and when the
/// lane must be woken after it.
final class WakeUps {
  /// Lambda stops a function that sends to the queue which invoked it after some 16 hops. After so
  /// many, a sweep begins a new chain.
  private static final int MOST_HOPS = 12;

  private final LaneRules rules;
  private final int hops;
  private Lane lane;
  private Optional<Instant> dueAt;
  private Optional<Instant> sentFor;
  private Optional<Instant> unsureAt;
  private Instant lookedAt = Instant.MAX;

  /// `hops` is that of the message which began the turn.
  WakeUps(Lane lane, int hops, LaneRules rules) {
    this.lane = lane;
    this.hops = hops;
    this.rules = rules;
    this.dueAt = lane.dueAt();
    this.sentFor = lane.wakeSentFor();
    this.unsureAt = lane.state().unsureAt();
  }

  Lane lane() {
    return lane;
  }

  /// Takes the lane as just read or stored. Returns whether it has a new mark.
  boolean read(Lane now) {
    boolean isMarked = !now.wokenAt().equals(lane.wokenAt());
    sentFor = sentFor.filter(_ -> now.wakeSentFor().isPresent());
    lane = now;
    return isMarked;
  }

  /// Notices that the lane's own message has come.
  void messageCame() {
    sentFor = Optional.empty();
  }

  /// Forgets a message that is so late that a sweep has sent another.
  void forgetLost(Instant now) {
    sentFor = sentFor.filter(at -> at.plus(Lanes.LOST_AFTER).isAfter(now));
  }

  /// Notices that the index may lack a delivery at `at`.
  void unsure(Instant at) {
    unsureAt = Optional.of(at);
  }

  /// Notices a look at all that waits.
  void looked(Instant at) {
    lookedAt = at;
    dueAt = dueAt.filter(at::isBefore);
  }

  Optional<Instant> dueAt() {
    return dueAt;
  }

  Optional<Instant> sentFor() {
    return sentFor;
  }

  Optional<Instant> unsureAt() {
    return unsureAt;
  }

  /// Returns whether deliveries may rely on the lane's own message, which is on its way.
  boolean mayBeReliedOn(Instant now) {
    return sentFor.isPresent() && isRecent(lane.wokenAt(), now);
  }

  /// Returns the earliest time at which one look finds all announced deliveries. Marks are limited
  /// to one in a tenth of a second, so some messages leave none. Empty if that look was made, or
  /// without a mark.
  Optional<Instant> marksSettleAt() {
    return lane.wokenAt().map(at -> at.plus(Lanes.BETWEEN_WAKES)).filter(lookedAt::isBefore);
  }

  /// Returns whether the index may have lacked deliveries at the last look. While the breaker was
  /// open until `probeAt`, new deliveries were not announced.
  boolean mayHaveMissed(Optional<Instant> probeAt) {
    return isRecent(lane.wokenAt(), lookedAt)
        || isRecent(unsureAt, lookedAt)
        || isRecent(probeAt, lookedAt);
  }

  private static boolean isRecent(Optional<Instant> mark, Instant at) {
    return mark.map(
            when -> when.plus(Lanes.INDEX_LAG).plus(Lanes.BETWEEN_WAKES).plus(Lanes.CLOCKS_APART))
        .filter(at::isBefore)
        .isPresent();
  }

  /// Returns whether a message must be sent for `wakeAt`: none is on its way that arrives as early,
  /// and no sweep sends it.
  boolean mustSend(Instant wakeAt, Instant now) {
    return hops < MOST_HOPS
        && !wakeAt.isAfter(now.plus(rules.longestMessageDelay()))
        && sentFor.filter(at -> !at.isAfter(wakeAt)).isEmpty();
  }

  /// Notices that a message is sent for `at`. Returns the number of its hops.
  int send(Instant at) {
    sentFor = Optional.of(at);
    return hops + 1;
  }

  /// Returns when the lane is due again. New deliveries rely on the message that is on its way,
  /// also while others wait for hours; if that message is lost, a sweep finds them. A resting lane
  /// finds them when its rest ends.
  Optional<Instant> dueAgain(Optional<Instant> wakeAt, boolean rests, Instant now) {
    Optional<Instant> lost = sentFor.map(at -> (at.isAfter(now) ? at : now).plus(Lanes.INDEX_LAG));
    return rests
        ? wakeAt.or(() -> lost)
        : Stream.of(wakeAt, lost).flatMap(Optional::stream).min(Comparator.naturalOrder());
  }
}
