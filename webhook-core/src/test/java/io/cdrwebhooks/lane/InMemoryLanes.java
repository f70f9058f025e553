package io.cdrwebhooks.lane;

import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.delivery.DeliveryStatus;
import io.cdrwebhooks.delivery.InMemoryDeliveries;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The twin of the stored lanes, over the twin of the deliveries that wait in them.
public final class InMemoryLanes implements Lanes {
  private static final int PAGE = 400;

  private final InMemoryDeliveries deliveries;
  private final Map<ConfigurationId, Lane> lanes = new HashMap<>();
  private final Map<ConfigurationId, String> holders = new HashMap<>();
  private final Map<ConfigurationId, Instant> wakes = new HashMap<>();

  public InMemoryLanes(InMemoryDeliveries deliveries) {
    this.deliveries = deliveries;
  }

  @Override
  public synchronized Lane find(ConfigurationId id) {
    return lanes.getOrDefault(id, Lane.unused(id));
  }

  @Override
  public synchronized Optional<Lane> acquire(
      ConfigurationId id, String holder, boolean asked, Instant now, Instant leasedUntil) {
    Lane lane = find(id);
    if (lane.isHeld(now)) {
      wake(lane, asked, now);
      return Optional.empty();
    }
    if (!asked && lane.breaker().probeAt().filter(now::isBefore).isPresent()) {
      return Optional.empty();
    }
    return Optional.of(hold(lane, holder, leasedUntil));
  }

  @Override
  public synchronized void wakeBy(ConfigurationId id, Instant now, Instant at) {
    Lane lane = find(id);
    if (lane.isHeld(now)) {
      wake(lane, false, now);
    } else if (lane.breaker().probeAt().filter(now::isBefore).isEmpty()
        && (!wakes.containsKey(id) || wakes.get(id).isAfter(at))) {
      wakes.put(id, at);
    }
  }

  private void wake(Lane lane, boolean asked, Instant now) {
    if (asked || lane.wokenAt().filter(at -> at.plus(BETWEEN_WAKES).isAfter(now)).isEmpty()) {
      lanes.put(
          lane.configuration(),
          new Lane(
              lane.configuration(),
              lane.leasedUntil(),
              Optional.of(now),
              asked ? Optional.of(now) : lane.askedAt(),
              lane.breaker(),
              lane.nextSendAt(),
              lane.probedUpTo()));
    }
  }

  private Lane hold(Lane lane, String holder, Instant leasedUntil) {
    holders.put(lane.configuration(), holder);
    wakes.put(lane.configuration(), leasedUntil);
    return store(lane, lane, Optional.of(leasedUntil));
  }

  /// The words that others left are those of `stored`.
  private Lane store(Lane stored, Lane kept, Optional<Instant> leasedUntil) {
    Lane lane =
        new Lane(
            stored.configuration(),
            leasedUntil,
            stored.wokenAt(),
            stored.askedAt(),
            kept.breaker(),
            kept.nextSendAt(),
            kept.probedUpTo());
    lanes.put(lane.configuration(), lane);
    return lane;
  }

  @Override
  public synchronized Optional<Lane> renew(Lane held, String holder, Instant leasedUntil) {
    ConfigurationId id = held.configuration();
    if (!holder.equals(holders.get(id))) {
      return Optional.empty();
    }
    wakes.put(id, leasedUntil);
    return Optional.of(store(find(id), held, Optional.of(leasedUntil)));
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
    wakes.remove(id);
    wakeAt.ifPresent(at -> wakes.put(id, at));
    store(stored, held, Optional.empty());
    return Optional.empty();
  }

  @Override
  public Page waiting(ConfigurationId id, Instant from) {
    List<Waiting> all =
        deliveries.all().stream()
            .filter(delivery -> delivery.status() == DeliveryStatus.PENDING)
            .filter(delivery -> delivery.configurationId().equals(Optional.of(id)))
            .map(InMemoryLanes::waiting)
            .filter(waiting -> !waiting.dueAt().isBefore(from))
            .sorted(Comparator.comparing(Waiting::dueAt))
            .toList();
    return new Page(all.subList(0, Math.min(PAGE, all.size())), all.size() > PAGE);
  }

  private static Waiting waiting(Delivery delivery) {
    return new Waiting(
        delivery.id(), delivery.progress().dueAt().orElseThrow(), delivery.roundBeganAt());
  }

  /// When each lane is due.
  public synchronized Map<ConfigurationId, Instant> due() {
    return Map.copyOf(wakes);
  }
}
