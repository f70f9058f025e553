package io.cdrwebhooks.simulation;

import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.delivery.DeliveryId;
import io.cdrwebhooks.delivery.DueIndex.Due;
import io.cdrwebhooks.delivery.DueWork;
import io.cdrwebhooks.lane.Lane;
import io.cdrwebhooks.lane.Lanes;
import io.cdrwebhooks.lane.Waiting;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;

/// A lane's item by the rules of [Lanes], its place in the due index, and the index of what waits
/// in it. Both indexes lag behind the writes, now and then by up to [Lanes#INDEX_LAG].
final class StoredLane {
  private static final int PAGE = 400;
  private static final double LATE_IN_INDEX = 0.005;
  private static final DeliveryId FIRST = DeliveryId.of(new UUID(0, 0));

  private final Timeline time;
  private final boolean leavesWord;
  private Lane lane;
  private String holder = "";
  private Instant dueIndexedAt = Instant.MIN;
  private Optional<Due> due = Optional.empty();
  private final TreeSet<Waiting> waiting =
      new TreeSet<>(Comparator.comparing(Waiting::dueAt).thenComparing(each -> each.id().value()));
  private final Map<DeliveryId, Waiting> waitingById = new HashMap<>();

  StoredLane(Timeline time, ConfigurationId id, boolean leavesWord) {
    this.time = time;
    this.lane = Lane.unused(id);
    this.leavesWord = leavesWord;
  }

  boolean needsMessage(Instant now) {
    if (lane.isHeld(now) || lane.isWakeWaiting(now)) {
      leaveWord(false, now);
      return false;
    }
    Instant soon = now.plus(Lanes.CLOCKS_APART);
    return lane.breaker().probeAt().filter(soon::isBefore).isEmpty();
  }

  Optional<Lane> acquire(DueWork.OfLane work, String who, Instant now, Instant leasedUntil) {
    boolean ownWake = work.hops() > 0;
    if (lane.isHeld(now)) {
      leaveWord(ownWake, now);
      return Optional.empty();
    }
    Instant soon = now.plus(Lanes.CLOCKS_APART);
    if (!ownWake && lane.breaker().probeAt().filter(soon::isBefore).isPresent()) {
      return Optional.empty();
    }
    holder = who;
    Lane before = lane;
    Optional<Instant> end = Optional.of(leasedUntil);
    store(before.state(), end, end, ownWake ? Optional.empty() : before.wakeSentFor());
    return Optional.of(before.heldUntil(leasedUntil));
  }

  private void leaveWord(boolean ownWake, Instant now) {
    if (leavesWord
        && (ownWake
            || lane.wokenAt().filter(at -> at.plus(Lanes.BETWEEN_WAKES).isAfter(now)).isEmpty())) {
      lane =
          new Lane(
              lane.configuration(),
              lane.leasedUntil(),
              lane.dueAt(),
              Optional.of(now),
              Optional.empty(),
              ownWake ? Optional.empty() : lane.wakeSentFor(),
              lane.state());
    }
  }

  Optional<Lane> renew(Lane held, String who, Instant leasedUntil) {
    if (!holder.equals(who)) {
      return Optional.empty();
    }
    Optional<Instant> end = Optional.of(leasedUntil);
    store(held.state(), end, end, lane.wakeSentFor());
    return Optional.of(lane);
  }

  Lane stored() {
    return lane;
  }

  /// The lane as it is if word was left meanwhile; then it is still held.
  Optional<Lane> release(Lane held, String who, Optional<Instant> wakeAt) {
    if (!holder.equals(who)) {
      return Optional.empty();
    }
    if (!lane.wokenAt().equals(held.wokenAt())) {
      return Optional.of(lane);
    }
    holder = "";
    store(held.state(), Optional.empty(), wakeAt, held.wakeSentFor());
    return Optional.empty();
  }

  private void store(
      Lane.State state,
      Optional<Instant> leasedUntil,
      Optional<Instant> dueAt,
      Optional<Instant> wakeSentFor) {
    lane =
        new Lane(
            lane.configuration(),
            leasedUntil,
            dueAt,
            lane.wokenAt(),
            Optional.empty(),
            wakeSentFor,
            state);
    dueIndexedAt = indexedAfter(dueIndexedAt);
    time.at(dueIndexedAt, () -> due = dueAt.map(at -> new Due(work(), at)));
  }

  private DueWork.OfLane work() {
    return new DueWork.OfLane(lane.configuration());
  }

  /// When an index has what is written now, in the order of the writes to one item.
  private Instant indexedAfter(Instant before) {
    long most = Lanes.INDEX_LAG.toMillis();
    Instant at =
        time.now()
            .plusMillis(time.chance(LATE_IN_INDEX) ? time.between(0, most) : time.between(5, 50));
    return at.isAfter(before) ? at : before;
  }

  /// As the due index has it by now.
  Optional<Due> due() {
    return due;
  }

  void announced(Due entry) {
    due = Optional.of(new Due(entry.work(), entry.dueAt(), Optional.of(time.now())));
  }

  /// Whether nothing will ever look into the lane by itself.
  boolean isForgotten() {
    return due.isEmpty() && !dueIndexedAt.isAfter(time.now());
  }

  /// It was due, and these deliveries waited, before the run began.
  void overdue(List<Report> reports, Instant since) {
    store(lane.state(), Optional.empty(), Optional.of(since), Optional.empty());
    due = Optional.of(new Due(work(), since));
    reports.forEach(each -> apply(each.id, waiting(each)));
  }

  /// Has the index follow what is stored of a delivery.
  boolean index(Report report) {
    report.indexedAt = indexedAfter(report.indexedAt);
    Optional<Waiting> now = waiting(report);
    time.at(report.indexedAt, () -> apply(report.id, now));
    return true;
  }

  private static Optional<Waiting> waiting(Report report) {
    return report.status == Report.Status.PENDING
        ? Optional.of(new Waiting(report.id, report.dueAt, report.recordedAt))
        : Optional.empty();
  }

  private void apply(DeliveryId id, Optional<Waiting> now) {
    Waiting before = waitingById.remove(id);
    if (before != null) {
      waiting.remove(before);
    }
    now.ifPresent(each -> waitingById.put(id, each));
    now.ifPresent(waiting::add);
  }

  Lanes.Page waiting(Instant from) {
    List<Waiting> found =
        waiting.tailSet(new Waiting(FIRST, from, from)).stream().limit(PAGE + 1).toList();
    return new Lanes.Page(found.subList(0, Math.min(PAGE, found.size())), found.size() > PAGE);
  }
}
