package io.cdrwebhooks.lane;

import io.cdrwebhooks.delivery.DeliveryId;
import io.cdrwebhooks.terms.SendLimits;
import io.cdrwebhooks.work.DueWork;
import io.cdrwebhooks.work.LaneCause;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Decides what the holder of a lane does next, from acquiring the lane until releasing it. The
/// caller carries out each decision: it sends, waits, or reads a page of waiting deliveries.
///
/// At most [SendLimits#maxInFlight] deliveries are in flight, at no more than
/// [SendLimits#maxPerSecond] ([SendWindow]). The oldest delivery goes first; while a backlog waits,
/// every second one is fresh ([SendOrder]). While the [Breaker] is open, one probe at a time is
/// sent ([ProbeOrder]). [TurnEnd] decides when the lane is due again. For one thread.
public final class LaneTurn {
  /// The time between two requests of a lane with the lowest rate limit.
  private static final Duration MAX_PACE = Duration.ofSeconds(1);

  /// After this many attempts in a row that end with an exception, the turn ends and the lane
  /// rests.
  private static final int MAX_FAULTED = 3;

  private static final Duration REST_AFTER_EXCEPTIONS = Duration.ofSeconds(1);

  private static final Instant FOREVER = Instant.MAX;

  private final LaneRules rules;
  private final Backlog oldest;
  private final Backlog fresh;
  private final TurnDeliveries deliveries = new TurnDeliveries();
  private final WakeUps wakeUps;
  private final SendWindow window;
  private final Probing probing;
  private final SendOrder sendOrder;
  private final ProbeOrder probeOrder;
  private int exceptionsInARow;
  private boolean ending;
  private boolean isEnabled = true;
  private Optional<Instant> pausedUntil = Optional.empty();

  /// Begins a turn. `work` is the message that caused the worker to acquire `lane`. Before
  /// [Lane#dueAt] the turn does not read the index; it sends only deliveries that messages name.
  public LaneTurn(Lane lane, DueWork.OfLane work, SendLimits limits, LaneRules rules) {
    this.rules = rules;
    this.wakeUps = new WakeUps(lane, work.hops(), rules);
    this.window = new SendWindow(lane.state(), limits, rules.breaker());
    this.probing = new Probing(lane.state(), rules.breaker());
    this.oldest =
        new Backlog(Backlog.Part.OLDEST, lane.dueAt().orElse(FOREVER), deliveries::isFree);
    this.fresh = new Backlog(Backlog.Part.FRESH, Instant.MIN, deliveries::isFree);
    this.sendOrder = new SendOrder(oldest, fresh, deliveries, wakeUps, rules);
    this.probeOrder = new ProbeOrder(oldest, deliveries, window, probing, rules);
  }

  /// Applies the limits of the configuration, and whether it is `enabled`. While it is disabled,
  /// the attempts hold their deliveries and send nothing, so the turn ignores the breaker.
  public void limitTo(SendLimits now, boolean enabled) {
    window.limitTo(now);
    isEnabled = enabled;
  }

  /// Handles a failed request that carried a notice, not a delivery.
  public void noticeFailed(Breaker.Failure failure) {
    probing.noticeFailed(failure);
  }

  /// Handles a message for the lane. The index may not yet contain the delivery that the message
  /// names.
  public void workArrived(DueWork.OfLane work, Instant now) {
    work.first().ifPresentOrElse(deliveries::name, () -> oldest.readBy(now));
    if (wakeUps.messageMayCoverDeliveries(now)) {
      oldest.readBy(now);
    }
    switch (work.cause()) {
      case LaneCause.Asked(Optional<DeliveryId> delivery) -> {
        delivery.ifPresent(each -> deliveries.ask(each, now));
        probing.probeNow(now);
      }
      case LaneCause.OwnMessage _ -> wakeUps.messageCame();
      case LaneCause.Waiting _, LaneCause.Due _ -> {}
    }
  }

  /// Ends the turn: it starts no more deliveries.
  public void end() {
    ending = true;
  }

  /// Handles the lane as it was just read or stored: another process may have marked it.
  public void laneRead(Lane now, Instant at) {
    if (now.askedAt().isPresent() && !now.askedAt().equals(wakeUps.lane().askedAt())) {
      probing.probeNow(at);
    }
    if (wakeUps.read(now)) {
      oldest.readBy(at);
      fresh.readBy(at);
    }
  }

  /// Returns whether another delivery may be sent now.
  public boolean hasRoom() {
    int failed = isEnabled ? breaker().failed().size() : 0;
    return !mustProbe() && deliveries.inFlight() < window.places(failed);
  }

  private boolean mustProbe() {
    return isEnabled && breaker().isOpen();
  }

  private Breaker breaker() {
    return probing.breaker();
  }

  /// Returns the lane with the state to store.
  public Lane state() {
    return wakeUps
        .lane()
        .withWakeSentFor(wakeUps.sentFor())
        .with(
            new Lane.State(
                breaker(),
                window.nextSendAt(),
                probing.probedUpTo(),
                wakeUps.indexMayLagSince(),
                window.places()));
  }

  /// Allows no request before `at`, in this turn and the next.
  public void sendNotBefore(Instant at) {
    window.sendNotBefore(at);
  }

  /// Ends the turn. The lane rests until `at`.
  public void pause(Instant at) {
    pausedUntil = Optional.of(at);
    sendNotBefore(at);
  }

  /// Returns what to do next.
  public TurnStep next(Instant now) {
    if (ending || pausedUntil.isPresent()) {
      return deliveries.isNoneInFlight() ? done(now) : new TurnStep.Wait(FOREVER);
    }
    return mustProbe() ? nextOfOpen(now) : nextOfClosed(now);
  }

  /// Handles the page that the caller read at `at`.
  public void pageRead(TurnStep.ReadPage step, Lanes.Page page, Instant at) {
    Backlog part = step.part() == Backlog.Part.OLDEST ? oldest : fresh;
    if (part == oldest) {
      wakeUps.pageRead(at);
    }
    boolean maybeMore = wakeUps.mayHaveMissed(breaker().probeAt());
    part.pageRead(page, at, maybeMore, at.plus(rules.readEvery()));
    page.earliest().forEach(deliveries::see);
  }

  /// Handles the result of an attempt that the turn started; `random` is from 0 to 1.
  public void attemptEnded(DeliveryId delivery, SendResult result, double random, Instant now) {
    boolean wasProbe = probing.ended(delivery);
    Instant nextAt =
        switch (result) {
          case SendResult.Delivered() -> {
            delivered(now);
            yield FOREVER;
          }
          case SendResult.Failed(var retryAfter, var at) -> {
            isEnabled = true; // The request was sent, so the configuration is enabled.
            probing.failed(delivery, wasProbe, new Breaker.Failure(now, retryAfter, random));
            yield at.orElse(FOREVER);
          }
          case SendResult.Inconclusive _, SendResult.Dropped _ -> FOREVER;
          case SendResult.Postponed(var at) -> at;
          case SendResult.Faulted(var at) -> {
            exceptionsInARow++;
            if (exceptionsInARow >= MAX_FAULTED) {
              pausedUntil = Optional.of(now.plus(REST_AFTER_EXCEPTIONS));
            }
            yield at;
          }
          case SendResult.OurFault() -> {
            pause(now.plus(rules.ourFaultPause()));
            yield now.plus(rules.ourFaultPause());
          }
        };
    oldest.readBy(deliveries.finish(delivery, nextAt));
  }

  private void delivered(Instant now) {
    boolean wasOpen = breaker().isOpen();
    probing.succeeded();
    window.succeeded(wasOpen);
    exceptionsInARow = 0;
    if (wasOpen) {
      // While the breaker was open, new deliveries sent no messages.
      oldest.readBy(now);
      wakeUps.indexMayLag(now);
    }
  }

  private TurnStep nextOfClosed(Instant now) {
    if (!hasRoom()) {
      return new TurnStep.Wait(FOREVER);
    }
    wakeUps.nextReadAt().ifPresent(oldest::readBy);
    if (deliveries.isNoneInFlight() && hasNothing(now)) {
      return done(now);
    }
    Optional<Instant> pacedUntil = window.nextSendAt().filter(at -> at.isAfter(now));
    if (pacedUntil.isPresent()) {
      return paced(pacedUntil.get(), now);
    }
    TurnStep next = sendOrder.next(now);
    if (next instanceof TurnStep.Send(DeliveryId delivery)) {
      deliveries.start(delivery, now);
      sendOrder.sent();
      window.sent(now);
    }
    return next;
  }

  /// Returns whether there is nothing to send or to look for, now or within moments.
  private boolean hasNothing(Instant now) {
    return oldest.isUsedUp(now)
        && !deliveries.hasNamed()
        && deliveries.freeUnseen(now).isEmpty()
        && wakeUps.nextReadAt().isEmpty()
        && !deliveries.isDueSoon(now);
  }

  /// Waits for the pace. If the wait is longer than any rate limit, it is the pause after a fault
  /// on our side in an earlier turn, so this turn ends.
  private TurnStep paced(Instant sendAt, Instant now) {
    if (deliveries.isNoneInFlight() && sendAt.isAfter(now.plus(MAX_PACE))) {
      pausedUntil = Optional.of(sendAt);
      return done(now);
    }
    return new TurnStep.Wait(sendAt);
  }

  private TurnStep nextOfOpen(Instant now) {
    Optional<Instant> delayedUntil = probeOrder.delayedUntil(now);
    return delayedUntil.isPresent()
        ? paced(delayedUntil.get(), now)
        : probeOrder.next(now).orElseGet(() -> done(now));
  }

  private TurnStep done(Instant now) {
    Optional<Instant> probeAt = mustProbe() ? window.probeAt(breaker()) : Optional.empty();
    boolean givesUpMore = probeOrder.givesUpMore(now);
    TurnEnd.Wake wake =
        new TurnEnd(oldest, deliveries, wakeUps, breaker(), probeAt, pausedUntil, givesUpMore)
            .at(now);
    return new TurnStep.Done(state().withWakeSentFor(wake.sentFor()), wake.at(), wake.message());
  }
}
