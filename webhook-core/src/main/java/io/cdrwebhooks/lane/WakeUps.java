package io.cdrwebhooks.lane;

import io.cdrwebhooks.time.Instants;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/// The marks and messages of a lane, as one turn knows them. They decide whether the turn must read
/// the index again, and when the lane is due after it.
final class WakeUps {
  /// The longest chain of messages in which each leads to the next. If a function sends to the
  /// queue that invoked it, Lambda stops the chain after some 16 hops; before that, a sweep begins
  /// a new one.
  private static final int MAX_HOPS = 12;

  private final LaneRules rules;
  private final int hops;
  private Lane lane;
  private Optional<Instant> dueAt;
  private Optional<Instant> sentFor;
  private Optional<Instant> indexMayLagSince;
  private Instant readAt = Instant.MAX;

  /// `hops` counts the messages that led to this turn.
  WakeUps(Lane lane, int hops, LaneRules rules) {
    this.lane = lane;
    this.hops = hops;
    this.rules = rules;
    this.dueAt = lane.dueAt();
    this.sentFor = lane.wakeSentFor();
    this.indexMayLagSince = lane.state().indexMayLagSince();
  }

  Lane lane() {
    return lane;
  }

  /// Handles the lane as it was just read or stored. Returns whether it has a new mark.
  boolean read(Lane now) {
    boolean isMarked = !now.wokenAt().equals(lane.wokenAt());
    sentFor = sentFor.filter(_ -> now.wakeSentFor().isPresent());
    lane = now;
    return isMarked;
  }

  /// Handles the arrival of the lane's own message.
  void messageCame() {
    sentFor = Optional.empty();
  }

  /// Records that a delivery waits at `at` that the index may lack.
  void indexMayLag(Instant at) {
    indexMayLagSince = Optional.of(at);
  }

  /// Records that the turn read all waiting deliveries at `at`.
  void pageRead(Instant at) {
    readAt = at;
    dueAt = dueAt.filter(due -> due.isAfter(at));
  }

  Optional<Instant> dueAt() {
    return dueAt;
  }

  Optional<Instant> sentFor() {
    return sentFor;
  }

  Optional<Instant> indexMayLagSince() {
    return indexMayLagSince;
  }

  /// Returns whether new deliveries may have relied on the lane's own message: it is on its way,
  /// and the lane was marked recently.
  boolean messageMayCoverDeliveries(Instant now) {
    return sentFor.isPresent() && isRecent(lane.wokenAt(), now);
  }

  /// Returns the earliest time at which one read finds all deliveries that the marks announce;
  /// empty after such a read, or if there is no mark. A lane gets at most one mark in a tenth of a
  /// second, so one mark may announce several deliveries.
  Optional<Instant> nextReadAt() {
    return lane.wokenAt().map(at -> at.plus(Lanes.BETWEEN_WAKES)).filter(at -> at.isAfter(readAt));
  }

  /// Returns whether the index may have lacked deliveries at the last read. While the breaker was
  /// open, until `probeAt`, new deliveries left no mark.
  boolean mayHaveMissed(Optional<Instant> probeAt) {
    return isRecent(lane.wokenAt(), readAt)
        || isRecent(indexMayLagSince, readAt)
        || isRecent(probeAt, readAt);
  }

  private static boolean isRecent(Optional<Instant> mark, Instant at) {
    Instant after = at.minus(Lanes.INDEX_LAG).minus(Lanes.BETWEEN_WAKES).minus(Lanes.CLOCKS_APART);
    return mark.filter(when -> when.isAfter(after)).isPresent();
  }

  /// Returns whether the turn must send a message for `wakeAt`, because neither another message nor
  /// a sweep wakes the lane by then.
  boolean mustSend(Instant wakeAt, Instant now) {
    return mayContinue()
        && !wakeAt.isAfter(now.plus(rules.longestMessageDelay()))
        && sentFor.filter(at -> !at.isAfter(wakeAt)).isEmpty();
  }

  /// Returns whether the chain of messages may get longer.
  boolean mayContinue() {
    return hops < MAX_HOPS;
  }

  /// Returns the number of hops of the message that the turn sends.
  int nextHops() {
    return hops + 1;
  }

  /// Returns the next due time of a lane. A lane that `rests` is due at `wakeAt`. For another lane,
  /// new deliveries may rely on the message that is expected at `sentFor`; so it is due soon after
  /// that at the latest, in case the message is lost.
  static Optional<Instant> dueAgain(
      Optional<Instant> wakeAt, Optional<Instant> sentFor, boolean rests, Instant now) {
    Optional<Instant> lost = sentFor.map(at -> Instants.later(at, now).plus(Lanes.INDEX_LAG));
    return rests
        ? wakeAt.or(() -> lost)
        : Stream.of(wakeAt, lost).flatMap(Optional::stream).min(Comparator.naturalOrder());
  }
}
