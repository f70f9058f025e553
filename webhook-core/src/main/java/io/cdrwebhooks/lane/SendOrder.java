package io.cdrwebhooks.lane;

import io.cdrwebhooks.delivery.DeliveryId;
import java.time.Instant;
import java.util.Optional;

/// Chooses the delivery that a lane sends next while its breaker is closed: the oldest, but while a
/// backlog waits, every second one is fresh. So a backlog does not delay new reports.
final class SendOrder {
  private final Backlog oldest;
  private final Backlog fresh;
  private final TurnDeliveries deliveries;
  private final WakeUps wakeUps;
  private final LaneRules rules;
  private boolean isTurnOfFresh;

  SendOrder(
      Backlog oldest, Backlog fresh, TurnDeliveries deliveries, WakeUps wakeUps, LaneRules rules) {
    this.oldest = oldest;
    this.fresh = fresh;
    this.deliveries = deliveries;
    this.wakeUps = wakeUps;
    this.rules = rules;
  }

  /// Returns the delivery to send, or the step that may find one: reading a page, or waiting.
  TurnStep next(Instant now) {
    boolean takesFresh = isTurnOfFresh || !hasBacklog(now);
    Optional<DeliveryId> recorded =
        takesFresh
            ? deliveries.nextNamed(now).or(() -> deliveries.freeUnseen(now))
            : Optional.empty();
    if (recorded.isPresent()) {
      return new TurnStep.Send(recorded.get());
    }
    if (oldest.mustRead(now)) {
      return oldest.nextPage(Instant.EPOCH);
    }
    Optional<Waiting> old = oldest.first(now);
    if (old.isEmpty()) {
      return new TurnStep.Wait(wakeUps.nextReadAt().orElse(now.plus(rules.readEvery())));
    }
    if (!takesFresh || !hasBacklog(now)) {
      return new TurnStep.Send(old.get().id());
    }
    return fresh.mustRead(now)
        ? fresh.nextPage(now.minus(rules.freshFor()))
        : new TurnStep.Send(fresh.first(now).or(() -> old).orElseThrow().id());
  }

  /// Handles that the delivery of [#next] is sent.
  void sent() {
    isTurnOfFresh = !isTurnOfFresh;
  }

  /// Returns whether a known delivery waits that is not a fresh report.
  private boolean hasBacklog(Instant now) {
    Instant freshSince = now.minus(rules.freshFor());
    return oldest.first(now).filter(head -> head.dueAt().isBefore(freshSince)).isPresent();
  }
}
