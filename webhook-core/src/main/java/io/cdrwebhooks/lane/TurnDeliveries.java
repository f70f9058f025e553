package io.cdrwebhooks.lane;

import io.cdrwebhooks.delivery.DeliveryId;
import io.cdrwebhooks.time.Instants;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// The deliveries of a turn that messages name or whose attempt was started, with the time from
/// which each may be started again.
final class TurnDeliveries {
  private static final Instant FOREVER = Instant.MAX;

  /// Deliveries that messages name, and that were not started yet.
  private final Deque<DeliveryId> named = new ArrayDeque<>();

  private final Set<DeliveryId> inFlight = new HashSet<>();

  /// Named deliveries that were started, and that no read has found yet: the index may still lack
  /// them.
  private final Set<DeliveryId> unseen = new LinkedHashSet<>();

  /// The time before which each delivery is not started again.
  private final Map<DeliveryId, Instant> notBefore = new HashMap<>();

  private final Map<DeliveryId, Instant> lastStartedAt = new HashMap<>();

  /// Deliveries in flight that a person has restarted, and when each is due again.
  private final Map<DeliveryId, Instant> restarted = new HashMap<>();

  /// Adds a delivery that a message names; the index need not have it yet.
  void name(DeliveryId delivery) {
    named.add(delivery);
  }

  /// Adds a delivery that a person wants sent. It may have been started before.
  void ask(DeliveryId delivery, Instant now) {
    dueAgain(delivery, now);
    unseen.add(delivery);
  }

  boolean hasNamed() {
    return !named.isEmpty();
  }

  /// Removes and returns the first named delivery that may be started now.
  Optional<DeliveryId> nextNamed(Instant now) {
    while (!named.isEmpty()) {
      DeliveryId next = named.remove();
      if (isFree(next, now)) {
        unseen.add(next);
        return Optional.of(next);
      }
    }
    return Optional.empty();
  }

  /// Returns a delivery that may be started again now, and that the index may still lack.
  Optional<DeliveryId> freeUnseen(Instant now) {
    return unseen.stream().filter(each -> isFree(each, now)).findFirst();
  }

  boolean isFree(DeliveryId id, Instant now) {
    return !inFlight.contains(id) && !notBefore(id).isAfter(now);
  }

  private Instant notBefore(DeliveryId id) {
    return notBefore.getOrDefault(id, Instant.MIN);
  }

  void start(DeliveryId delivery, Instant now) {
    inFlight.add(delivery);
    notBefore.put(delivery, FOREVER);
    lastStartedAt.put(delivery, now);
  }

  /// Takes back a delivery after its attempt. It is not started again before `at`. Returns when it
  /// is due.
  Instant finish(DeliveryId delivery, Instant at) {
    inFlight.remove(delivery);
    Instant dueAt = Optional.ofNullable(restarted.remove(delivery)).orElse(at);
    notBefore.put(delivery, dueAt);
    return dueAt;
  }

  /// Handles a delivery that a read found in the index. If it is due after the start of its
  /// attempt, that attempt has failed, or a person has restarted it or made it due now.
  void see(Waiting found) {
    unseen.remove(found.id());
    Instant startedAt = lastStartedAt.getOrDefault(found.id(), FOREVER);
    if (found.dueAt().isAfter(startedAt)) {
      dueAgain(found.id(), found.dueAt());
    }
  }

  private void dueAgain(DeliveryId delivery, Instant at) {
    (inFlight.contains(delivery) ? restarted : notBefore).put(delivery, at);
  }

  int inFlight() {
    return inFlight.size();
  }

  boolean isNoneInFlight() {
    return inFlight.isEmpty();
  }

  /// Returns whether a delivery becomes due within [Lanes#CLOCKS_APART]. The holder keeps the lane
  /// for such a short wait.
  boolean isDueSoon(Instant now) {
    Instant soon = now.plus(Lanes.CLOCKS_APART);
    return unseen.stream()
        .map(this::notBefore)
        .anyMatch(at -> at.isAfter(now) && !at.isAfter(soon));
  }

  /// Returns the first due delivery of those that the index may lack.
  Optional<DeliveryId> firstUnseen() {
    return unseen.stream().min(Comparator.comparing(this::notBefore));
  }

  boolean isDueAt(DeliveryId delivery, Instant at) {
    return at.equals(notBefore.get(delivery));
  }

  /// Returns when the next turn can start each delivery, if the message for that turn names
  /// `inMessage`.
  Stream<Instant> findableAt(Optional<DeliveryId> inMessage, Instant now) {
    Instant indexed = now.plus(Lanes.INDEX_LAG);
    return notBefore.entrySet().stream()
        .map(
            each -> {
              DeliveryId id = each.getKey();
              Instant at = each.getValue();
              boolean indexMayLackIt = unseen.contains(id) && !inMessage.equals(Optional.of(id));
              return indexMayLackIt ? Instants.later(at, indexed) : at;
            })
        .filter(FOREVER::isAfter);
  }
}
