package io.cdrwebhooks.lane;

import io.cdrwebhooks.configuration.SendLimits;
import io.cdrwebhooks.delivery.DeliveryId;
import io.cdrwebhooks.work.DueWork;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/// Decides what the holder of a lane does next, from acquiring the lane until releasing it. This
/// class only decides; its caller sends, looks and waits.
///
/// At most [SendLimits#maxInFlight] deliveries are in flight, at no more than
/// [SendLimits#maxPerSecond]. The oldest goes first; while a backlog waits, every second one is
/// fresh. While the [Breaker] is open, one probe at a time is given out. After a successful probe,
/// sending resumes slowly: one more place after each success. For one thread.
public final class LaneTurn {
  /// The number of requests in flight just after the breaker has closed.
  private static final int FIRST_PLACES = 2;

  /// The time between two requests of a lane with the lowest rate limit.
  private static final Duration LONGEST_PACE = Duration.ofSeconds(1);

  /// After so many attempts in a row that end with an exception, the turn ends and the lane rests.
  private static final int MOST_BROKEN = 3;

  private static final Duration AFTER_EXCEPTIONS = Duration.ofSeconds(1);

  private static final Instant FOREVER = Instant.MAX;
  private static final long NANOS_PER_SECOND = 1_000_000_000;

  private final LaneRules rules;
  private final Backlog oldest;
  private final Backlog fresh;
  private final GivenOut deliveries = new GivenOut();
  private final WakeUps wakeUps;

  private SendLimits limits;
  private Breaker breaker;
  private Optional<Instant> nextSendAt;
  private Optional<Instant> probedUpTo;
  private Optional<DeliveryId> probe = Optional.empty();
  private boolean askedDuringProbe;
  private OptionalInt places;
  private int exceptionsInARow;
  private int sent;
  private boolean ending;
  private Optional<Instant> pausedUntil = Optional.empty();

  /// Begins a turn. `lane` is its state when it was acquired because of `work`. Until [Lane#dueAt]
  /// the turn does not read the index; it sends only deliveries that messages name.
  public LaneTurn(Lane lane, DueWork.OfLane work, SendLimits limits, LaneRules rules) {
    this.limits = limits;
    this.rules = rules;
    this.wakeUps = new WakeUps(lane, work.hops(), rules);
    this.breaker = lane.breaker();
    this.places = lane.state().places();
    this.nextSendAt = lane.state().nextSendAt();
    this.probedUpTo = lane.state().probedUpTo();
    this.oldest =
        new Backlog(Backlog.Part.OLDEST, lane.dueAt().orElse(FOREVER), deliveries::isFree);
    this.fresh = new Backlog(Backlog.Part.FRESH, Instant.MIN, deliveries::isFree);
  }

  /// The next thing to do.
  public sealed interface Next {
    /// Makes an attempt; `probe` says whether the breaker is open.
    record Send(DeliveryId delivery, boolean probe) implements Next {}

    /// Ends the round of a delivery: its time is over, and its receiver still fails.
    record GiveUp(DeliveryId delivery, Instant failingSince) implements Next {}

    /// Reads the deliveries that wait and are due at `from` or later, and reports them with
    /// [#pageRead].
    record Look(Backlog.Part part, Instant from) implements Next {}

    /// Waits until an attempt ends or a message arrives, at most until `until`.
    record Wait(Instant until) implements Next {}

    /// Releases the lane; it is due again at `wakeAt`, empty when nothing waits. Then sends
    /// `message` for `wakeAt`. It is empty if another message is on its way, or if a sweep sends
    /// it.
    record Done(Lane lane, Optional<Instant> wakeAt, Optional<DueWork.OfLane> message)
        implements Next {}
  }

  /// Applies changed limits.
  public void limitTo(SendLimits now) {
    limits = now;
  }

  /// Takes a message that the lane has work. The delivery that it names need not be in the index
  /// yet.
  public void workArrived(DueWork.OfLane work, Instant now) {
    work.first().ifPresentOrElse(deliveries::name, () -> oldest.lookBy(now));
    if (wakeUps.mayBeReliedOn(now)) {
      oldest.lookBy(now);
    }
    if (work.asked()) {
      work.first().ifPresent(each -> deliveries.ask(each, now));
      probeNow(now);
    }
    if (work.hops() > 0) {
      wakeUps.messageCame();
    }
  }

  /// A person says that the receiver is back. The result of a probe under way says nothing about
  /// that: another one follows if it fails.
  private void probeNow(Instant now) {
    breaker = breaker.probeNow(now);
    askedDuringProbe = probe.isPresent();
  }

  /// Stops giving out deliveries.
  public void stopGivingOut() {
    ending = true;
  }

  /// Takes the lane as just read or stored; another process may have marked it.
  public void laneRead(Lane now, Instant at) {
    if (now.askedAt().isPresent() && !now.askedAt().equals(wakeUps.lane().askedAt())) {
      probeNow(at);
    }
    if (wakeUps.read(now)) {
      oldest.lookBy(at);
      fresh.lookBy(at);
    }
  }

  /// Returns whether another delivery may be sent now. After a failure, the requests in flight
  /// first decide whether the breaker opens.
  public boolean hasRoom() {
    int most = Math.min(limits.maxInFlight(), places());
    if (!breaker.failed().isEmpty()) {
      most = Math.min(most, rules.breaker().threshold() - breaker.failed().size());
    }
    return !breaker.isOpen() && deliveries.inFlight() < most;
  }

  private int places() {
    return places.orElse(rules.breaker().threshold());
  }

  /// Returns the lane with the state to store.
  public Lane state() {
    Lane lane = wakeUps.lane();
    return new Lane(
        lane.configuration(),
        lane.leasedUntil(),
        lane.dueAt(),
        lane.wokenAt(),
        lane.askedAt(),
        wakeUps.sentFor(),
        new Lane.State(breaker, nextSendAt, probedUpTo, wakeUps.unsureAt(), places));
  }

  /// Allows no request before `at`, in this turn and the next.
  public void pace(Instant at) {
    nextSendAt = nextSendAt.filter(at::isBefore).or(() -> Optional.of(at));
  }

  /// Gives out nothing more; the lane rests until `at`.
  public void pause(Instant at) {
    pausedUntil = Optional.of(at);
    pace(at);
  }

  /// Returns what to do next.
  public Next next(Instant now) {
    if (ending || pausedUntil.isPresent()) {
      return deliveries.isNoneInFlight() ? done(now) : new Next.Wait(FOREVER);
    }
    return breaker.isOpen() ? nextOfOpen(now) : nextOfClosed(now);
  }

  /// Takes the page that a look at `at` found.
  public void pageRead(Next.Look look, Lanes.Page page, Instant at) {
    Backlog part = look.part() == Backlog.Part.OLDEST ? oldest : fresh;
    if (part == oldest) {
      wakeUps.looked(at);
    }
    part.pageRead(page, at, mayHaveMissed(), at.plus(rules.lookEvery()));
    page.earliest().forEach(deliveries::see);
  }

  private boolean mayHaveMissed() {
    return wakeUps.mayHaveMissed(breaker.probeAt());
  }

  /// Takes the result of a delivery that was given out; `random` is from 0 to 1.
  public void attemptEnded(DeliveryId delivery, SendResult result, double random, Instant now) {
    boolean wasProbe = probe.equals(Optional.of(delivery));
    if (wasProbe) {
      probe = Optional.empty();
    }
    Instant nextAt =
        switch (result) {
          case SendResult.Delivered() -> {
            delivered(now);
            yield FOREVER;
          }
          case SendResult.Failed(var retryAfter, var at) -> {
            failed(delivery, wasProbe, new Breaker.Failure(now, retryAfter, random));
            yield at.orElse(FOREVER);
          }
          case SendResult.NotSent(var at) -> at.orElse(FOREVER);
          case SendResult.Broken(var at) -> {
            exceptionsInARow++;
            if (exceptionsInARow >= MOST_BROKEN) {
              pausedUntil = Optional.of(now.plus(AFTER_EXCEPTIONS));
            }
            yield at;
          }
          case SendResult.OurFault() -> {
            pause(now.plus(rules.ourFaultPause()));
            yield now.plus(rules.ourFaultPause());
          }
        };
    oldest.lookBy(deliveries.takeBack(delivery, nextAt));
  }

  private void delivered(Instant now) {
    if (breaker.isOpen()) {
      // While nothing was sent, new deliveries were not announced.
      oldest.lookBy(now);
      wakeUps.unsure(now);
    }
    int next = breaker.isOpen() ? FIRST_PLACES : places() + 1;
    places = OptionalInt.of(Math.min(next, SendLimits.MOST_IN_FLIGHT));
    exceptionsInARow = 0;
    breaker = Breaker.CLOSED;
  }

  private void failed(DeliveryId delivery, boolean wasProbe, Breaker.Failure failure) {
    breaker = breaker.failed(delivery, wasProbe, failure, rules.breaker());
    if (wasProbe && askedDuringProbe) {
      probeNow(failure.at());
    }
  }

  private Next nextOfClosed(Instant now) {
    if (!hasRoom()) {
      return new Next.Wait(FOREVER);
    }
    wakeUps.marksSettleAt().ifPresent(oldest::lookBy);
    if (deliveries.isNoneInFlight() && hasNothing(now)) {
      return done(now);
    }
    if (nextSendAt.filter(now::isBefore).isPresent()) {
      return paced(nextSendAt.orElseThrow(), now);
    }
    boolean turnOfFresh = sent % 2 == 1 || !hasBacklog(now);
    Optional<DeliveryId> recorded =
        turnOfFresh
            ? deliveries.nextNamed(now).or(() -> deliveries.freeUnseen(now))
            : Optional.empty();
    if (recorded.isPresent()) {
      return send(recorded.get(), now);
    }
    if (oldest.mustLook(now)) {
      return oldest.look(Instant.EPOCH);
    }
    Optional<Waiting> old = oldest.first(now);
    if (old.isEmpty()) {
      return new Next.Wait(wakeUps.marksSettleAt().orElse(now.plus(rules.lookEvery())));
    }
    if (!turnOfFresh || !hasBacklog(now)) {
      return send(old.get().id(), now);
    }
    return fresh.mustLook(now)
        ? fresh.look(now.minus(rules.freshFor()))
        : send(fresh.first(now).or(() -> old).orElseThrow().id(), now);
  }

  /// Returns whether there is nothing to send or look for, now or in a moment.
  private boolean hasNothing(Instant now) {
    return oldest.isUsedUp(now)
        && !deliveries.hasNamed()
        && deliveries.freeUnseen(now).isEmpty()
        && wakeUps.marksSettleAt().isEmpty()
        && !deliveries.isDueSoon(now);
  }

  /// Returns whether a known delivery waits that is not a fresh report.
  private boolean hasBacklog(Instant now) {
    return oldest
        .first(now)
        .filter(head -> head.dueAt().isBefore(now.minus(rules.freshFor())))
        .isPresent();
  }

  /// A wait longer than any rate limit is the pause after a fault of ours, which an earlier holder
  /// met.
  private Next paced(Instant sendAt, Instant now) {
    if (deliveries.isNoneInFlight() && sendAt.isAfter(now.plus(LONGEST_PACE))) {
      pausedUntil = Optional.of(sendAt);
      return done(now);
    }
    return new Next.Wait(sendAt);
  }

  private Next nextOfOpen(Instant now) {
    boolean mayProbe = probeAt().filter(now::isBefore).isEmpty();
    if (probe.isPresent() || (mayProbe && !deliveries.isNoneInFlight())) {
      return new Next.Wait(FOREVER);
    }
    boolean isProbeDue = breaker.probeAt().filter(now::isBefore).isEmpty();
    if (isProbeDue && !mayProbe) {
      // A due probe goes before all give-ups, even if the pace or a fault of ours delays it.
      return paced(nextSendAt.orElseThrow(), now);
    }
    if (oldest.mustLook(now)) {
      return oldest.look(Instant.EPOCH);
    }
    if (mayProbe) {
      return deliveries
          .nextNamed(now)
          .or(() -> candidate(now))
          .map(each -> probe(each, now))
          .orElseGet(() -> done(now));
    }
    Instant begunBy = now.minus(rules.roundLasts());
    Instant failingSince = breaker.failingSince().orElseThrow();
    Optional<Waiting> over =
        failingSince.isAfter(begunBy) || deliveries.inFlight() >= limits.maxInFlight()
            ? Optional.empty()
            : oldest.first(each -> !each.roundBeganAt().isAfter(begunBy), now);
    if (over.isPresent()) {
      deliveries.giveOut(over.get().id(), now);
      return new Next.GiveUp(over.get().id(), failingSince);
    }
    return deliveries.isNoneInFlight() ? done(now) : new Next.Wait(FOREVER);
  }

  private Optional<DeliveryId> candidate(Instant now) {
    Instant after = probedUpTo.orElse(Instant.MIN);
    Optional<Waiting> candidate =
        oldest.first(each -> each.dueAt().isAfter(after), now).or(() -> oldest.first(now));
    probedUpTo = candidate.map(Waiting::dueAt);
    return candidate.map(Waiting::id);
  }

  /// Returns when the next probe may be sent: a fault of ours may have delayed it.
  private Optional<Instant> probeAt() {
    return breaker.probeAt().map(at -> nextSendAt.filter(at::isBefore).orElse(at));
  }

  private Next send(DeliveryId delivery, Instant now) {
    deliveries.giveOut(delivery, now);
    sent++;
    if (limits.maxPerSecond().isPresent()) {
      nextSendAt = Optional.of(now.plusNanos(NANOS_PER_SECOND / limits.maxPerSecond().getAsInt()));
    }
    return new Next.Send(delivery, false);
  }

  private Next probe(DeliveryId delivery, Instant now) {
    deliveries.giveOut(delivery, now);
    probe = Optional.of(delivery);
    return new Next.Send(delivery, true);
  }

  /// Sends a message only if none is on its way that arrives as early. The message names its
  /// delivery if the index may lack that.
  private Next done(Instant now) {
    if (deliveries.hasNamed()) {
      wakeUps.unsure(now);
    }
    wakeUps.forgetLost(now);
    Optional<DeliveryId> first = deliveries.firstUnseen();
    Optional<Instant> withMessage = wakeAt(now, first).filter(at -> wakeUps.mustSend(at, now));
    Optional<DueWork.OfLane> message = withMessage.map(at -> message(at, first));
    Optional<Instant> wakeAt = withMessage.or(() -> wakeAt(now, Optional.empty()));
    boolean rests = pausedUntil.isPresent() || probeAt().filter(now::isBefore).isPresent();
    return new Next.Done(state(), wakeUps.dueAgain(wakeAt, rests, now), message);
  }

  private DueWork.OfLane message(Instant at, Optional<DeliveryId> first) {
    return new DueWork.OfLane(
        wakeUps.lane().configuration(),
        first.filter(each -> deliveries.isDueAt(each, at)),
        false,
        wakeUps.send(at));
  }

  /// Returns when the lane is due again, if a message is sent that names `inMessage`.
  private Optional<Instant> wakeAt(Instant now, Optional<DeliveryId> inMessage) {
    Instant rested = pausedUntil.orElse(now);
    return nextWorkAt(now, inMessage).map(at -> at.isBefore(rested) ? rested : at);
  }

  private Optional<Instant> nextWorkAt(Instant now, Optional<DeliveryId> inMessage) {
    if (probeAt().filter(now::isBefore).isPresent()) {
      return probeAt();
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
    Instant lookAgainAt = wakeUps.marksSettleAt().orElse(now.plus(Lanes.INDEX_LAG));
    return mayHaveMissed()
        ? Optional.of(waiting.filter(lookAgainAt::isAfter).orElse(lookAgainAt))
        : waiting;
  }
}
