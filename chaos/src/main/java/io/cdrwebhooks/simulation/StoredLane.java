package io.cdrwebhooks.simulation;

import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.delivery.DeliveryId;
import io.cdrwebhooks.delivery.DueIndex.Due;
import io.cdrwebhooks.delivery.DueWork;
import io.cdrwebhooks.lane.Lane;
import io.cdrwebhooks.lane.Lanes;
import io.cdrwebhooks.lane.Waiting;
import io.cdrwebhooks.simulation.WorkQueue.Job;
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
  private final DueWork.OfLane work;
  private final boolean marksLanes;
  private Optional<Invocation> holder = Optional.empty();
  private Lane.State state = Lane.State.NEW;
  private Optional<Instant> leasedUntil = Optional.empty();
  private Optional<Instant> dueAt = Optional.empty();
  private Optional<Instant> wokenAt = Optional.empty();
  private Optional<Instant> wakeSentFor = Optional.empty();
  private Instant dueIndexedAt = Instant.MIN;
  private Optional<Due> due = Optional.empty();
  private final TreeSet<Waiting> waiting =
      new TreeSet<>(Comparator.comparing(Waiting::dueAt).thenComparing(each -> each.id().value()));
  private final Map<DeliveryId, Waiting> waitingById = new HashMap<>();

  StoredLane(Timeline time, ConfigurationId id, boolean marksLanes) {
    this.time = time;
    this.work = new DueWork.OfLane(id);
    this.marksLanes = marksLanes;
  }

  Lane stored() {
    Optional<Instant> askedAt = Optional.empty();
    return new Lane(work.configuration(), leasedUntil, dueAt, wokenAt, askedAt, wakeSentFor, state);
  }

  boolean needsMessage(Instant now) {
    if (stored().isHeld(now) || stored().isWakeWaiting(now)) {
      mark(false, now);
      return false;
    }
    return !waitsForProbe(now);
  }

  Optional<Lane> acquire(Job<DueWork.OfLane> job, Instant now, Instant until) {
    boolean ownWake = job.body().hops() > 0;
    Lane before = stored();
    if (before.isHeld(now)) {
      mark(ownWake, now);
      return Optional.empty();
    }
    if (!ownWake && waitsForProbe(now)) {
      return Optional.empty();
    }
    holder = Optional.of(job.process());
    wakeSentFor = ownWake ? Optional.empty() : wakeSentFor;
    store(state, Optional.of(until), Optional.of(until));
    return Optional.of(before.acquired(now, until));
  }

  private boolean waitsForProbe(Instant now) {
    return state.breaker().probeAt().filter(now.plus(Lanes.CLOCKS_APART)::isBefore).isPresent();
  }

  /// Tells the lane's holder that there is work.
  private void mark(boolean ownWake, Instant now) {
    boolean justMarked =
        wokenAt.filter(at -> at.plus(Lanes.BETWEEN_WAKES).isAfter(now)).isPresent();
    if (marksLanes && (ownWake || !justMarked)) {
      wokenAt = Optional.of(now);
      wakeSentFor = ownWake ? Optional.empty() : wakeSentFor;
    }
  }

  Optional<Lane> renew(Lane held, Invocation by, Instant until) {
    if (!holder.equals(Optional.of(by))) {
      return Optional.empty();
    }
    store(held.state(), Optional.of(until), Optional.of(until));
    return Optional.of(stored());
  }

  /// The lane as it is if it was marked meanwhile; then it is still held.
  Optional<Lane> release(Lane held, Invocation by, Optional<Instant> wakeAt) {
    if (!holder.equals(Optional.of(by))) {
      return Optional.empty();
    }
    if (!wokenAt.equals(held.wokenAt())) {
      return Optional.of(stored());
    }
    holder = Optional.empty();
    wakeSentFor = held.wakeSentFor();
    store(held.state(), Optional.empty(), wakeAt);
    return Optional.empty();
  }

  private void store(Lane.State next, Optional<Instant> leaseEnd, Optional<Instant> nextDueAt) {
    state = next;
    leasedUntil = leaseEnd;
    dueAt = nextDueAt;
    dueIndexedAt = indexedAfter(dueIndexedAt);
    time.at(dueIndexedAt, () -> due = nextDueAt.map(at -> new Due(work, at)));
  }

  /// When an index has what is written now, in the order of the writes to one item.
  private Instant indexedAfter(Instant before) {
    boolean late = time.chance(LATE_IN_INDEX);
    long most = Lanes.INDEX_LAG.toMillis();
    Instant at = time.now().plusMillis(late ? time.between(0, most) : time.between(5, 50));
    return at.isAfter(before) ? at : before;
  }

  /// As the due index has it by now.
  Optional<Due> due() {
    return due;
  }

  void announced(Due entry) {
    due = Optional.of(new Due(entry.work(), entry.dueAt(), Optional.of(time.now())));
  }

  /// Whether no sweep will ever find the lane.
  boolean isForgotten() {
    return due.isEmpty() && !dueIndexedAt.isAfter(time.now());
  }

  /// The lane was due, and these deliveries waited, before the run began.
  void addOverdue(List<Report> reports) {
    Instant since = reports.getFirst().dueAt;
    store(state, Optional.empty(), Optional.of(since));
    due = Optional.of(new Due(work, since));
    reports.forEach(each -> apply(each.id, each.waiting()));
  }

  /// Has the index follow what is stored of a delivery.
  boolean index(Report report) {
    report.indexedAt = indexedAfter(report.indexedAt);
    Optional<Waiting> now = report.waiting();
    time.at(report.indexedAt, () -> apply(report.id, now));
    return true;
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
