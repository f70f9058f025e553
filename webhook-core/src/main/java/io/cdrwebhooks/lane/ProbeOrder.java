package io.cdrwebhooks.lane;

import io.cdrwebhooks.delivery.DeliveryId;
import java.time.Instant;
import java.util.Optional;

/// Chooses what a lane does next while its breaker is open. It sends one probe at a time; until the
/// next probe is due, it gives up the deliveries whose round is over.
final class ProbeOrder {
  private static final Instant FOREVER = Instant.MAX;

  private final Backlog oldest;
  private final TurnDeliveries deliveries;
  private final SendWindow window;
  private final Probing probing;
  private final LaneRules rules;

  ProbeOrder(
      Backlog oldest,
      TurnDeliveries deliveries,
      SendWindow window,
      Probing probing,
      LaneRules rules) {
    this.oldest = oldest;
    this.deliveries = deliveries;
    this.window = window;
    this.probing = probing;
    this.rules = rules;
  }

  /// Returns the end of the delay if a probe is due, but the pace or a fault on our side delays it.
  /// The turn waits for such a probe before it gives up deliveries.
  Optional<Instant> delayedUntil(Instant now) {
    boolean isDue = !probing.breaker().probeAt().orElseThrow().isAfter(now);
    return isDue && !probing.isUnderWay() && !mayProbe(now)
        ? Optional.of(probeAt())
        : Optional.empty();
  }

  /// Returns the next step; empty if nothing is left to do before the next probe. A delivery that
  /// the step names counts as in flight from now on.
  Optional<TurnStep> next(Instant now) {
    if (probing.isUnderWay() || (mayProbe(now) && !deliveries.isNoneInFlight())) {
      return Optional.of(new TurnStep.Wait(FOREVER));
    }
    if (oldest.mustRead(now)) {
      return Optional.of(oldest.nextPage(Instant.EPOCH));
    }
    return mayProbe(now) ? probe(now) : giveUp(now).or(this::waitForAttempts);
  }

  /// Returns whether more deliveries may have to be given up.
  boolean givesUpMore(Instant now) {
    return expired(now).isPresent() || oldest.hasNextPage();
  }

  private boolean mayProbe(Instant now) {
    return !now.isBefore(probeAt());
  }

  private Instant probeAt() {
    return window.probeAt(probing.breaker()).orElseThrow();
  }

  private Optional<TurnStep> probe(Instant now) {
    Optional<DeliveryId> chosen =
        deliveries.nextNamed(now).or(() -> probing.candidate(oldest, now));
    chosen.ifPresent(
        delivery -> {
          deliveries.start(delivery, now);
          probing.begin(delivery);
        });
    return chosen.map(TurnStep.Probe::new);
  }

  private Optional<TurnStep> giveUp(Instant now) {
    if (deliveries.inFlight() >= window.maxInFlight()) {
      return Optional.empty();
    }
    Optional<Waiting> expired = expired(now);
    expired.ifPresent(each -> deliveries.start(each.id(), now));
    Instant failingSince = probing.breaker().failingSince().orElseThrow();
    return expired.map(each -> new TurnStep.GiveUp(each.id(), failingSince));
  }

  private Optional<TurnStep> waitForAttempts() {
    return deliveries.isNoneInFlight() ? Optional.empty() : Optional.of(new TurnStep.Wait(FOREVER));
  }

  private Optional<Waiting> expired(Instant now) {
    return probing.expired(oldest, rules.roundLasts(), now);
  }
}
