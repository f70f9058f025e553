package io.cdrwebhooks.lane;

import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.delivery.DeliveryId;
import io.cdrwebhooks.delivery.InMemoryDeliveries;
import io.cdrwebhooks.delivery.InMemoryDeliveries.Lag;
import io.cdrwebhooks.work.DueWork;
import io.cdrwebhooks.work.LaneCause;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The in-memory twin of the stored lanes, over the twin of the deliveries that wait in them.
public final class InMemoryLanes implements Lanes {
  private static final int PAGE = 400;

  private final InMemoryDeliveries deliveries;
  private final Map<ConfigurationId, Lane> lanes = new HashMap<>();
  private final Map<ConfigurationId, String> holders = new HashMap<>();
  private final Map<ConfigurationId, DeliveryId> dueFor = new HashMap<>();

  private final Map<ConfigurationId, Instant> due = new HashMap<>();
  private final Lag lag;

  public InMemoryLanes(InMemoryDeliveries deliveries) {
    this(deliveries, Lag.NONE);
  }

  /// With a due index that may be behind.
  public InMemoryLanes(InMemoryDeliveries deliveries, Lag lag) {
    this.deliveries = deliveries;
    this.lag = lag;
  }

  @Override
  public synchronized Lane find(ConfigurationId id) {
    return lanes.getOrDefault(id, Lane.unused(id));
  }

  @Override
  public synchronized boolean wake(ConfigurationId id, Optional<DeliveryId> named, Instant now) {
    Lane lane = find(id);
    WakeStep step = lane.wakeStep(now);
    switch (step) {
      case WakeStep.WaitForProbe(), WakeStep.AlreadyMarked _ -> {}
      case WakeStep.MarkLane(), WakeStep.MarkAndSend() -> mark(lane, new DueWork.OfLane(id), now);
      case WakeStep.MakeDue due -> makeDue(lane, due, named, now);
    }
    return step.needsMessage();
  }

  private void makeDue(Lane lane, WakeStep.MakeDue due, Optional<DeliveryId> named, Instant now) {
    ConfigurationId id = lane.configuration();
    if (lane.dueAt().isEmpty()) {
      named.ifPresent(each -> dueFor.put(id, each));
    } else if (!named.equals(Optional.ofNullable(dueFor.get(id)))) {
      dueFor.remove(id);
    }
    Lane _ =
        store(
            lane,
            due.indexMayLag() ? indexMayLag(lane.state(), now) : lane.state(),
            lane.leasedUntil(),
            Optional.of(due.dueAt()),
            lane.wakeSentFor());
  }

  private static Lane.State indexMayLag(Lane.State state, Instant now) {
    return new Lane.State(
        state.breaker(), state.nextSendAt(), state.probedUpTo(), Optional.of(now), state.places());
  }

  @Override
  public synchronized Optional<Lane> acquire(
      DueWork.OfLane work, String holder, Instant now, Instant leasedUntil) {
    Lane lane = find(work.configuration());
    Optional<WakeStep.NoMessage> instead = lane.insteadOfTurn(work, now);
    if (instead.isPresent()) {
      switch (instead.get()) {
        case WakeStep.WaitForProbe(), WakeStep.AlreadyMarked _ -> {}
        case WakeStep.MarkLane() -> mark(lane, work, now);
      }
      return Optional.empty();
    }
    holders.put(lane.configuration(), holder);
    boolean isDueForMessage =
        work.first().isPresent()
            && work.first().equals(Optional.ofNullable(dueFor.remove(work.configuration())));
    Lane _ =
        store(
            lane,
            lane.state(),
            Optional.of(leasedUntil),
            Optional.of(dueWhileHeld(lane, work, now, leasedUntil)),
            work.cause() instanceof LaneCause.OwnMessage ? Optional.empty() : lane.wakeSentFor());
    Lane acquired = lane.acquired(now, leasedUntil);
    return Optional.of(isDueForMessage ? acquired.withDueAt(Optional.empty()) : acquired);
  }

  private static Instant dueWhileHeld(
      Lane lane, DueWork.OfLane work, Instant now, Instant leasedUntil) {
    Instant latest = now.plus(FOUND_WITHIN).plus(CLOCKS_APART);
    return lane.dueAt()
        .filter(
            at ->
                work.cause() instanceof LaneCause.Waiting
                    && !at.isBefore(leasedUntil)
                    && !at.isAfter(latest))
        .orElse(leasedUntil);
  }

  private void mark(Lane lane, DueWork.OfLane work, Instant now) {
    Lane marked =
        lane.with(
            new Lane.Marks(
                Optional.of(now),
                work.cause() instanceof LaneCause.Asked ? Optional.of(now) : lane.askedAt()));
    lanes.put(
        lane.configuration(),
        work.cause() instanceof LaneCause.OwnMessage
            ? marked.withWakeSentFor(Optional.empty())
            : marked);
  }

  /// The marks of others are taken from `stored`.
  private Lane store(
      Lane stored,
      Lane.State state,
      Optional<Instant> leasedUntil,
      Optional<Instant> dueAt,
      Optional<Instant> wakeSentFor) {
    Lane lane =
        stored.withLease(leasedUntil).withDueAt(dueAt).withWakeSentFor(wakeSentFor).with(state);
    lanes.put(lane.configuration(), lane);
    if (!lane.dueAt().equals(stored.dueAt())) {
      lag.index(lane.configuration(), () -> index(lane.configuration(), lane.dueAt()));
    }
    return lane;
  }

  @Override
  public synchronized Optional<Lane> renew(Lane held, String holder, Instant leasedUntil) {
    ConfigurationId id = held.configuration();
    if (!holder.equals(holders.get(id))) {
      return Optional.empty();
    }
    Optional<Instant> end = Optional.of(leasedUntil);
    return Optional.of(store(find(id), held.state(), end, end, find(id).wakeSentFor()));
  }

  @Override
  public synchronized Optional<Lane> release(Lane held, String holder, Optional<Instant> wakeAt) {
    ConfigurationId id = held.configuration();
    Lane stored = find(id);
    if (!holder.equals(holders.get(id))) {
      return Optional.empty();
    }
    if (!stored.wokenAt().equals(held.wokenAt())) {
      return Optional.of(stored);
    }
    holders.remove(id);
    Lane _ = store(stored, held.state(), Optional.empty(), wakeAt, held.wakeSentFor());
    return Optional.empty();
  }

  @Override
  public Page waiting(ConfigurationId id, Instant from) {
    List<Waiting> found = deliveries.waiting(id, from, PAGE + 1);
    return new Page(found.subList(0, Math.min(PAGE, found.size())), found.size() > PAGE);
  }

  private synchronized void index(ConfigurationId id, Optional<Instant> dueAt) {
    dueAt.ifPresentOrElse(at -> due.put(id, at), () -> due.remove(id));
  }

  /// The due time of each lane, as the index has it.
  public synchronized Map<ConfigurationId, Instant> due() {
    return new HashMap<>(due);
  }
}
