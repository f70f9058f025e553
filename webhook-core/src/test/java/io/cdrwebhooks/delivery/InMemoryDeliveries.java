package io.cdrwebhooks.delivery;

import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.lane.Waiting;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/// The in-memory twin of the stored deliveries.
public final class InMemoryDeliveries extends InMemoryDeliveryLists implements Deliveries {
  private static final DeliveryId FIRST = DeliveryId.of(new UUID(0, 0));

  private final Map<DeliveryId, Map<AttemptNumber, Kept>> attempts = new HashMap<>();
  private final Map<ConfigurationId, NavigableSet<Waiting>> waiting = new HashMap<>();
  private final Map<DeliveryId, Instant> due = new LinkedHashMap<>();
  private final Lag lag;

  /// The lag of an index behind the writes.
  @FunctionalInterface
  public interface Lag {
    /// No index is behind.
    Lag NONE = (_, update) -> update.run();

    /// Makes an update because of a write to `item`, sooner or later, in the order of the writes.
    void index(Object item, Runnable update);
  }

  public InMemoryDeliveries() {
    this(Lag.NONE);
  }

  /// With an index of waiting deliveries that may be behind.
  public InMemoryDeliveries(Lag lag) {
    this.lag = lag;
  }

  /// An attempt, and the lease under which it was made.
  private record Kept(Instant leasedUntil, Attempt attempt) {}

  @Override
  public synchronized Recording record(Delivery delivery) {
    Delivery existing = deliveries.get(delivery.id());
    if (existing != null) {
      return new Recording.AlreadyRecorded(existing);
    }
    put(delivery);
    return new Recording.Recorded();
  }

  @Override
  public synchronized Recording recordNumbered(Delivery delivery) {
    if (deliveries.containsKey(delivery.id())) {
      return record(delivery);
    }
    return record(delivery.numbered(draw(delivery.series(), delivery.createdAt())));
  }

  @Override
  public synchronized Optional<Delivery> find(DeliveryId id) {
    return Optional.ofNullable(deliveries.get(id));
  }

  @Override
  public synchronized Optional<Delivery> findEventually(DeliveryId id) {
    return find(id);
  }

  @Override
  public synchronized Claiming claim(Delivery delivery, Instant now, Instant leasedUntil) {
    Delivery current = deliveries.get(delivery.id());
    if (current == null
        || current.status() != DeliveryStatus.PENDING
        || !current.progress().lastAttempt().equals(delivery.progress().lastAttempt())
        || current.progress().dueAt().filter(now::isBefore).isPresent()
        || isLeased(current, now)) {
      return new Claiming.Refused(Optional.ofNullable(current));
    }
    DeliveryProgress was = current.progress();
    Delivery inspected = delivery.inspection().map(current::inspected).orElse(current);
    store(inspected, progress(was, Optional.of(leasedUntil), was.dueAt(), was.linkUse()));
    return new Claiming.Claimed(
        new AttemptClaim(
            delivery.id(),
            delivery.configurationId().orElseThrow(),
            was.lastAttempt().next(),
            leasedUntil));
  }

  @Override
  public synchronized Completion complete(
      AttemptClaim claim, Attempt attempt, NextState nextState) {
    Delivery current = deliveries.get(claim.delivery());
    if (current == null) {
      return Completion.LEASE_LOST;
    }
    DeliveryProgress was = current.progress();
    boolean sameRound = was.lastAttempt().round() == claim.number().round();
    boolean holdsTheLease =
        was.leasedUntil().equals(Optional.of(claim.leasedUntil()))
            && was.lastAttempt().next().equals(claim.number());
    if (!holdsTheLease) {
      if (sameRound
          && nextState.status() == DeliveryStatus.DELIVERED
          && was.status() == DeliveryStatus.PENDING) {
        store(current, moved(was, nextState, was.lastAttempt()));
      }
      if (!sameRound) {
        keep(claim, attempt);
      }
      return Completion.LEASE_LOST;
    }
    keep(claim, attempt);
    store(current, moved(was, nextState, attempt.number()));
    if (nextState.status() == DeliveryStatus.DELIVERED
        && was.linkUse().filter(use -> claim.hasBegunBy(use.lastAt())).isPresent()) {
      nextState.dueAt().ifPresent(dueAt -> clearDueAt(claim.delivery(), dueAt));
    }
    return Completion.COMPLETED;
  }

  @Override
  public synchronized boolean stop(Delivery seen, Instant now, NextState stopped) {
    Delivery current = deliveries.get(seen.id());
    if (current == null
        || current.status() != seen.status()
        || !current.progress().lastAttempt().equals(seen.progress().lastAttempt())
        || isLeased(current, now)) {
      return false;
    }
    store(current, moved(current.progress(), stopped, current.progress().lastAttempt()));
    return true;
  }

  @Override
  public synchronized Restarting restart(
      DeliveryId id, Set<DeliveryStatus> from, ConfigurationId configuration, Instant now) {
    Delivery current = deliveries.get(id);
    if (current == null || !from.contains(current.status())) {
      return new Restarting.Refused(Optional.ofNullable(current));
    }
    DeliveryProgress was = current.progress();
    Delivery restarted =
        new Delivery(
            id,
            Optional.of(configuration),
            current.upload(),
            current.createdAt(),
            new DeliveryProgress(
                DeliveryStatus.PENDING,
                "",
                new AttemptNumber(was.lastAttempt().round() + 1, 0),
                Optional.empty(),
                Optional.of(now),
                was.linkUse(),
                0,
                Optional.of(now).filter(current.createdAt()::isBefore)),
            current.sequence(),
            current.trace());
    put(restarted);
    return new Restarting.Restarted(restarted);
  }

  @Override
  public synchronized void releaseClaim(AttemptClaim claim) {
    Delivery current = deliveries.get(claim.delivery());
    if (current != null
        && current.progress().leasedUntil().equals(Optional.of(claim.leasedUntil()))) {
      DeliveryProgress was = current.progress();
      store(current, progress(was, Optional.empty(), was.dueAt(), was.linkUse()));
    }
  }

  @Override
  public synchronized boolean makeDueNow(DeliveryId id, Instant now) {
    Delivery current = deliveries.get(id);
    if (current == null
        || current.status() != DeliveryStatus.PENDING
        || current.progress().dueAt().filter(now::isBefore).isEmpty()
        || isLeased(current, now)) {
      return false;
    }
    DeliveryProgress was = current.progress();
    store(current, progress(was, Optional.empty(), Optional.of(now), was.linkUse()));
    return true;
  }

  private static DeliveryProgress progress(
      DeliveryProgress was,
      Optional<Instant> leasedUntil,
      Optional<Instant> dueAt,
      Optional<LinkUse> linkUse) {
    return new DeliveryProgress(
        was.status(),
        was.reason(),
        was.lastAttempt(),
        leasedUntil,
        dueAt,
        linkUse,
        was.probes(),
        was.roundBeganAt());
  }

  @Override
  public synchronized void clearDueAt(DeliveryId id, Instant dueAt) {
    Delivery current = deliveries.get(id);
    if (current != null
        && current.status() != DeliveryStatus.PENDING
        && current.progress().dueAt().equals(Optional.of(dueAt))) {
      DeliveryProgress was = current.progress();
      store(current, progress(was, was.leasedUntil(), Optional.empty(), was.linkUse()));
    }
  }

  @Override
  public synchronized List<Attempt> attempts(DeliveryId id) {
    return attempts.getOrDefault(id, Map.of()).values().stream()
        .map(Kept::attempt)
        .sorted(
            Comparator.<Attempt>comparingInt(attempt -> attempt.number().round())
                .thenComparingInt(attempt -> attempt.number().number()))
        .toList();
  }

  @Override
  public synchronized boolean recordLinkFollowed(DeliveryId id, LinkFollow follow) {
    Instant at = follow.at();
    String address = follow.address();
    Delivery current = deliveries.get(id);
    if (current == null) {
      return false;
    }
    DeliveryProgress was = current.progress();
    LinkUse use =
        was.linkUse()
            .map(before -> new LinkUse(before.firstAt(), before.count() + 1, at, address))
            .orElseGet(() -> new LinkUse(at, 1, at, address));
    store(
        current.traced(withFollow(current.trace(), follow)),
        progress(
            was,
            was.leasedUntil(),
            was.status() == DeliveryStatus.DELIVERED ? Optional.empty() : was.dueAt(),
            Optional.of(use)));
    return use.count() == 1;
  }

  private static Trace withFollow(Trace trace, LinkFollow follow) {
    if (trace.follows().size() >= Trace.MAX_FOLLOWS) {
      return trace;
    }
    List<LinkFollow> follows = new ArrayList<>(trace.follows());
    follows.add(follow);
    return new Trace(trace.copyOf(), trace.copies(), follows);
  }

  @Override
  public synchronized void noteCopy(DeliveryId original, DeliveryId copy) {
    Delivery current = deliveries.get(original);
    if (current == null
        || current.trace().copies().size() >= Trace.MAX_COPIES
        || current.trace().copies().contains(copy)) {
      return;
    }
    List<DeliveryId> copies = new ArrayList<>(current.trace().copies());
    copies.add(copy);
    put(current.traced(new Trace(current.trace().copyOf(), copies, current.trace().follows())));
  }

  /// Everything stored, in the order it was recorded.
  public synchronized List<Delivery> all() {
    return List.copyOf(deliveries.values());
  }

  /// Never replaces an attempt that was made under a later lease.
  private void keep(AttemptClaim claim, Attempt attempt) {
    attempts
        .computeIfAbsent(claim.delivery(), _ -> new HashMap<>())
        .merge(
            claim.number(),
            new Kept(claim.leasedUntil(), attempt),
            (standing, kept) ->
                standing.leasedUntil().isAfter(kept.leasedUntil()) ? standing : kept);
  }

  private static boolean isLeased(Delivery delivery, Instant now) {
    return delivery.progress().leasedUntil().filter(now::isBefore).isPresent();
  }

  private static DeliveryProgress moved(
      DeliveryProgress was, NextState nextState, AttemptNumber lastAttempt) {
    return new DeliveryProgress(
        nextState.status(),
        nextState.reason(),
        lastAttempt,
        Optional.empty(),
        nextState.dueAt(),
        was.linkUse(),
        nextState.probes(),
        was.roundBeganAt());
  }

  private void store(Delivery delivery, DeliveryProgress progress) {
    put(
        new Delivery(
            delivery.id(),
            delivery.configurationId(),
            delivery.upload(),
            delivery.createdAt(),
            progress,
            delivery.sequence(),
            delivery.trace()));
  }

  private void put(Delivery delivery) {
    Optional<Delivery> before = Optional.ofNullable(deliveries.put(delivery.id(), delivery));
    if (delivery.status() != DeliveryStatus.PENDING && delivery.progress().dueAt().isPresent()) {
      due.put(delivery.id(), delivery.progress().dueAt().get());
    } else {
      due.remove(delivery.id());
    }
    Optional<Waiting> waited = before.flatMap(InMemoryDeliveries::waiting);
    Optional<Waiting> waits = waiting(delivery);
    if (!waited.equals(waits)) {
      lag.index(
          delivery.id(),
          () -> {
            waited.ifPresent(each -> lane(before.orElseThrow()).remove(each));
            waits.ifPresent(each -> lane(delivery).add(each));
          });
    }
  }

  private static Optional<Waiting> waiting(Delivery delivery) {
    return delivery
        .progress()
        .nextAttemptAt()
        .map(at -> new Waiting(delivery.id(), at, delivery.roundBeganAt()));
  }

  private NavigableSet<Waiting> lane(Delivery delivery) {
    Comparator<Waiting> order = Comparator.comparing(Waiting::dueAt);
    return waiting.computeIfAbsent(
        delivery.configurationId().orElseThrow(),
        _ -> new TreeSet<>(order.thenComparing(each -> each.id().value())));
  }

  /// The due times of deliveries that have work to do and are not PENDING.
  public synchronized Map<DeliveryId, Instant> due() {
    return new LinkedHashMap<>(due);
  }

  /// As the index has them: those that wait for a configuration and are due at `from` or later.
  public synchronized List<Waiting> waiting(ConfigurationId id, Instant from, int limit) {
    return Optional.ofNullable(waiting.get(id)).stream()
        .flatMap(lane -> lane.tailSet(new Waiting(FIRST, from, from), true).stream())
        .limit(limit)
        .toList();
  }
}
