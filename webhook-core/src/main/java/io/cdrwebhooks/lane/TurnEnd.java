package io.cdrwebhooks.lane;

import io.cdrwebhooks.delivery.DeliveryId;
import io.cdrwebhooks.time.Instants;
import io.cdrwebhooks.work.DueWork;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/// The end of a turn: when the lane is due again, and which message is sent for that.
///
/// `probeAt` is when a request may probe the receiver; empty if the lane need not wait for that.
/// `pausedUntil` is the end of a rest of the lane, which may be in the past. `givesUpMore` says
/// that the turn must end while it gives up deliveries: they do not wait for the next probe.
record TurnEnd(
    Backlog oldest,
    TurnDeliveries deliveries,
    WakeUps wakeUps,
    Breaker breaker,
    Optional<Instant> probeAt,
    Optional<Instant> pausedUntil,
    boolean givesUpMore) {
  /// The next due time of the lane, the message that the holder sends for it, and the due time of
  /// the lane's own message that is then on its way.
  record Wake(Optional<Instant> at, Optional<DueWork.OfLane> message, Optional<Instant> sentFor) {}

  /// Ends the turn. It sends a message only if no other message arrives as early. The message names
  /// its delivery if the index may lack that delivery.
  ///
  /// If work arrives before the lane is released, the turn goes on and the message is not sent. So
  /// this stores nothing about the message in the turn.
  Wake at(Instant now) {
    if (deliveries.hasNamed()) {
      wakeUps.indexMayLag(now);
    }
    Optional<DeliveryId> first = deliveries.firstUnseen();
    Optional<Instant> withMessage = wakeAt(now, first).filter(at -> wakeUps.mustSend(at, now));
    Optional<DueWork.OfLane> message = withMessage.map(at -> message(at, first));
    Optional<Instant> wakeAt = withMessage.or(() -> wakeAt(now, Optional.empty()));
    boolean rests = pausedUntil.isPresent() || isBeforeProbe(now);
    Optional<Instant> sentFor = withMessage.or(wakeUps::sentFor);
    return new Wake(WakeUps.dueAgain(wakeAt, sentFor, rests, now), message, sentFor);
  }

  private DueWork.OfLane message(Instant at, Optional<DeliveryId> first) {
    return DueWork.OfLane.ownMessage(
        wakeUps.lane().configuration(),
        first.filter(each -> deliveries.isDueAt(each, at)),
        wakeUps.nextHops());
  }

  /// Returns when the lane is due again if the turn sends a message that names `inMessage`.
  private Optional<Instant> wakeAt(Instant now, Optional<DeliveryId> inMessage) {
    Instant rested = pausedUntil.orElse(now);
    return nextWorkAt(now, inMessage).map(at -> Instants.later(at, rested));
  }

  private Optional<Instant> nextWorkAt(Instant now, Optional<DeliveryId> inMessage) {
    if (isBeforeProbe(now)) {
      return givesUpMore && wakeUps.mayContinue() ? Optional.of(now) : probeAt;
    }
    if (!oldest.isUsedUp(now) || deliveries.hasNamed()) {
      return Optional.of(now);
    }
    Optional<Instant> waiting =
        Stream.of(
                oldest.nextDue().stream(),
                wakeUps.dueAt().stream(),
                deliveries.findableAt(inMessage, now))
            .flatMap(each -> each)
            .min(Comparator.naturalOrder());
    Instant readAgainAt = wakeUps.nextReadAt().orElse(now.plus(Lanes.INDEX_LAG));
    return wakeUps.mayHaveMissed(breaker.probeAt())
        ? Optional.of(waiting.map(at -> Instants.earlier(at, readAgainAt)).orElse(readAgainAt))
        : waiting;
  }

  private boolean isBeforeProbe(Instant now) {
    return probeAt.filter(at -> at.isAfter(now)).isPresent();
  }
}
