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

  Optional<Lane> acquire(String who, Instant now, Instant leasedUntil) {
    if (lane.isHeld(now)) {
      leaveWord(now);
      return Optional.empty();
    }
    if (lane.breaker().probeAt().filter(now::isBefore).isPresent()) {
      return Optional.empty();
    }
    holder = who;
    return Optional.of(store(lane, Optional.of(leasedUntil), Optional.of(leasedUntil)));
  }

  private void leaveWord(Instant now) {
    if (leavesWord
        && lane.wokenAt().filter(at -> at.plus(Lanes.BETWEEN_WAKES).isAfter(now)).isEmpty()) {
      lane = with(lane, lane.leasedUntil(), Optional.of(now));
    }
  }

  Optional<Lane> renew(Lane held, String who, Instant leasedUntil) {
    return holder.equals(who)
        ? Optional.of(store(held, Optional.of(leasedUntil), Optional.of(leasedUntil)))
        : Optional.empty();
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
    Lane _ = store(held, Optional.empty(), wakeAt);
    return Optional.empty();
  }

  private Lane store(Lane kept, Optional<Instant> leasedUntil, Optional<Instant> dueAt) {
    lane = with(kept, leasedUntil, lane.wokenAt());
    dueIndexedAt = indexedAfter(dueIndexedAt);
    time.at(dueIndexedAt, () -> due = dueAt.map(at -> new Due(work(), at)));
    return lane;
  }

  private static Lane with(Lane kept, Optional<Instant> leasedUntil, Optional<Instant> wokenAt) {
    return new Lane(
        kept.configuration(),
        leasedUntil,
        wokenAt,
        kept.askedAt(),
        kept.breaker(),
        kept.nextSendAt(),
        kept.probedUpTo());
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
