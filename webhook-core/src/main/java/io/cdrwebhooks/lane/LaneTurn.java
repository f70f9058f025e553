package io.cdrwebhooks.lane;

import io.cdrwebhooks.configuration.SendLimits;
import io.cdrwebhooks.delivery.DeliveryId;
import io.cdrwebhooks.work.DueWork;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
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

  /// Lambda stops a function that sends to the queue which invoked it after some 16 hops. After so
  /// many, a sweep begins a new chain.
  private static final int MOST_HOPS = 12;

  private final LaneRules rules;
  private final Backlog oldest;
  private final Backlog fresh;
  private final int hops;
  private final Deque<DeliveryId> named = new ArrayDeque<>();
  private final Set<DeliveryId> inFlight = new HashSet<>();

  /// Named deliveries that were given out and that no look has found: the index may still lack
  /// them.
  private final Set<DeliveryId> unseen = new LinkedHashSet<>();

  /// The deliveries given out in this turn, and until when each is not given out again.
  private final Map<DeliveryId, Instant> notBefore = new HashMap<>();

  /// When each of them was given out last.
  private final Map<DeliveryId, Instant> givenOutAt = new HashMap<>();

  /// Deliveries in flight that a person has restarted, and when each is due again.
  private final Map<DeliveryId, Instant> restarted = new HashMap<>();

  private Lane lane;
  private SendLimits limits;
  private Breaker breaker;
  private Optional<Instant> nextSendAt;
  private Optional<Instant> probedUpTo;
  private Optional<Instant> dueAt;
  private Optional<Instant> wakeSentFor;
  private Optional<Instant> unsureAt;
  private Optional<DeliveryId> probe = Optional.empty();
  private boolean askedDuringProbe;
  private OptionalInt places;
  private int broken;
  private int given;
  private boolean ending;
  private Optional<Instant> pausedUntil = Optional.empty();
  private Instant lookedAt = Instant.MAX;

  /// Begins a turn. `lane` is its state when it was acquired because of `work`. Before [Lane#dueAt]
  /// nothing in it is due, except for deliveries that messages name or that are not announced yet.
  public LaneTurn(Lane lane, DueWork.OfLane work, SendLimits limits, LaneRules rules) {
    this.lane = lane;
    this.limits = limits;
    this.rules = rules;
    this.hops = work.hops();
    this.breaker = lane.breaker();
    this.places = lane.state().places();
    this.nextSendAt = lane.state().nextSendAt();
    this.probedUpTo = lane.state().probedUpTo();
    this.dueAt = lane.dueAt();
    this.wakeSentFor = lane.wakeSentFor();
    this.unsureAt = lane.state().unsureAt();
    this.oldest = new Backlog(Backlog.Part.OLDEST, dueAt.orElse(FOREVER), this::isFree);
    this.fresh = new Backlog(Backlog.Part.FRESH, Instant.MIN, this::isFree);
  }

  /// The next thing to do.
  public sealed interface Next {
    /// Makes an attempt; `probe` says whether the breaker is open.
    record Send(DeliveryId delivery, boolean probe) implements Next {}

    /// Ends the round of a delivery: its time is over, and its receiver still fails.
    record GiveUp(DeliveryId delivery, Instant failingSince) implements Next {}

    /// Reads the deliveries that wait and are due at `from` or later, and reports them with
    /// [#found].
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
  public void told(DueWork.OfLane work, Instant now) {
    work.first().ifPresentOrElse(named::add, () -> oldest.lookBy(now));
    if (wakeSentFor.isPresent() && isRecent(lane.wokenAt(), now)) {
      oldest.lookBy(now); // a message may rely on the wake-up that is on its way
    }
    if (work.asked()) {
      work.first().ifPresent(each -> dueAgain(each, now));
      work.first().ifPresent(unseen::add);
      probeNow(now);
    }
    if (work.hops() > 0) {
      wakeSentFor = Optional.empty();
    }
  }

  /// A person says that the receiver is back. The result of a probe under way says nothing about
  /// that: another one follows if it fails.
  private void probeNow(Instant now) {
    breaker = breaker.probeNow(now);
    askedDuringProbe = probe.isPresent();
  }

  /// Stops giving out deliveries.
  public void end() {
    ending = true;
  }

  /// Takes the lane as just read or stored; another process may have marked it.
  public void stored(Lane now, Instant at) {
    if (now.askedAt().isPresent() && !now.askedAt().equals(lane.askedAt())) {
      probeNow(at);
    }
    if (!now.wokenAt().equals(lane.wokenAt())) {
      oldest.lookBy(at);
      fresh.lookBy(at);
    }
    wakeSentFor = wakeSentFor.filter(_ -> now.wakeSentFor().isPresent());
    lane = now;
  }

  /// Returns whether another delivery may be sent now. After a failure, the requests in flight
  /// first decide whether the breaker opens.
  public boolean hasRoom() {
    int most = Math.min(limits.maxInFlight(), places());
    if (!breaker.failed().isEmpty()) {
      most = Math.min(most, rules.breaker().threshold() - breaker.failed().size());
    }
    return !breaker.isOpen() && inFlight.size() < most;
  }

  private int places() {
    return places.orElse(rules.breaker().threshold());
  }

  /// Returns the lane with the state to store.
  public Lane state() {
    return new Lane(
        lane.configuration(),
        lane.leasedUntil(),
        lane.dueAt(),
        lane.wokenAt(),
        lane.askedAt(),
        wakeSentFor,
        new Lane.State(breaker, nextSendAt, probedUpTo, unsureAt, places));
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

  public Next next(Instant now) {
    if (ending || pausedUntil.isPresent()) {
      return inFlight.isEmpty() ? done(now) : new Next.Wait(FOREVER);
    }
    return breaker.isOpen() ? nextOfOpen(now) : nextOfClosed(now);
  }

  /// Takes the page that a look at `at` found.
  public void found(Next.Look look, Lanes.Page page, Instant at) {
    Backlog part = look.part() == Backlog.Part.OLDEST ? oldest : fresh;
    if (part == oldest) {
      lookedAt = at;
      dueAt = dueAt.filter(at::isBefore);
    }
    part.found(page, at, mayHaveMissed(), at.plus(rules.lookEvery()));
    page.earliest().forEach(this::seen);
  }

  /// A delivery that is due later than it was given out has failed, or a person has restarted it or
  /// pulled it forward.
  private void seen(Waiting found) {
    unseen.remove(found.id());
    if (found.dueAt().isAfter(givenOutAt.getOrDefault(found.id(), FOREVER))) {
      dueAgain(found.id(), found.dueAt());
    }
  }

  private void dueAgain(DeliveryId delivery, Instant at) {
    (inFlight.contains(delivery) ? restarted : notBefore).put(delivery, at);
  }

  /// Takes the result of a delivery that was given out; `random` is from 0 to 1.
  public void ended(DeliveryId delivery, SendResult ended, double random, Instant now) {
    inFlight.remove(delivery);
    boolean wasProbe = probe.equals(Optional.of(delivery));
    if (wasProbe) {
      probe = Optional.empty();
    }
    switch (ended) {
      case SendResult.Delivered() -> {
        if (breaker.isOpen()) {
          // While nothing was sent, new deliveries were not announced.
          oldest.lookBy(now);
          unsureAt = Optional.of(now);
        }
        places =
            OptionalInt.of(
                breaker.isOpen()
                    ? FIRST_PLACES
                    : Math.min(places() + 1, SendLimits.MOST_IN_FLIGHT));
        broken = 0;
        breaker = Breaker.CLOSED;
      }
      case SendResult.Failed(var retryAfter, var nextAt) -> {
        Breaker.Failure failure = new Breaker.Failure(now, retryAfter, random);
        breaker = breaker.failed(delivery, wasProbe, failure, rules.breaker());
        if (wasProbe && askedDuringProbe) {
          probeNow(now);
        }
        again(delivery, nextAt.orElse(FOREVER));
      }
      case SendResult.NotSent(var nextAt) -> again(delivery, nextAt.orElse(FOREVER));
      case SendResult.Broken(var nextAt) -> {
        broken++;
        if (broken >= MOST_BROKEN) {
          pausedUntil = Optional.of(now.plus(AFTER_EXCEPTIONS));
        }
        again(delivery, nextAt);
      }
      case SendResult.OurFault() -> {
        pause(now.plus(rules.ourFaultPause()));
        notBefore.put(delivery, now.plus(rules.ourFaultPause()));
      }
    }
    Optional.ofNullable(restarted.remove(delivery)).ifPresent(at -> again(delivery, at));
  }

  private void again(DeliveryId delivery, Instant at) {
    notBefore.put(delivery, at);
    oldest.lookBy(at);
  }

  private Next nextOfClosed(Instant now) {
    if (!hasRoom()) {
      return new Next.Wait(FOREVER);
    }
    marksSettleAt().ifPresent(oldest::lookBy);
    if (inFlight.isEmpty() && hasNothing(now)) {
      return done(now);
    }
    if (nextSendAt.filter(now::isBefore).isPresent()) {
      return paced(nextSendAt.orElseThrow(), now);
    }
    boolean turnOfFresh = given % 2 == 1 || !hasBacklog(now);
    Optional<DeliveryId> recorded =
        turnOfFresh ? firstNamed(now).or(() -> freeUnseen(now)) : Optional.empty();
    if (recorded.isPresent()) {
      return send(recorded.get(), now);
    }
    if (oldest.mustLook(now)) {
      return oldest.look(Instant.EPOCH);
    }
    Optional<Waiting> old = oldest.first(now);
    if (old.isEmpty()) {
      return new Next.Wait(marksSettleAt().orElse(now.plus(rules.lookEvery())));
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
        && named.isEmpty()
        && freeUnseen(now).isEmpty()
        && marksSettleAt().isEmpty()
        && !isDueSoon(now);
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
    if (inFlight.isEmpty() && sendAt.isAfter(now.plus(LONGEST_PACE))) {
      pausedUntil = Optional.of(sendAt);
      return done(now);
    }
    return new Next.Wait(sendAt);
  }

  private Next nextOfOpen(Instant now) {
    boolean mayProbe = probeAt().filter(now::isBefore).isEmpty();
    if (probe.isPresent() || (mayProbe && !inFlight.isEmpty())) {
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
      return firstNamed(now)
          .or(() -> candidate(now))
          .map(each -> probe(each, now))
          .orElseGet(() -> done(now));
    }
    Instant begunBy = now.minus(rules.roundLasts());
    Instant failingSince = breaker.failingSince().orElseThrow();
    Optional<Waiting> over =
        failingSince.isAfter(begunBy) || inFlight.size() >= limits.maxInFlight()
            ? Optional.empty()
            : oldest.first(each -> !each.roundBeganAt().isAfter(begunBy), now);
    if (over.isPresent()) {
      giveOut(over.get().id(), now);
      return new Next.GiveUp(over.get().id(), failingSince);
    }
    return inFlight.isEmpty() ? done(now) : new Next.Wait(FOREVER);
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

  private Optional<DeliveryId> freeUnseen(Instant now) {
    return unseen.stream().filter(each -> isFree(each, now)).findFirst();
  }

  /// Returns whether a delivery becomes due within the clock difference of two processes; the lane
  /// is not released for such a short wait.
  private boolean isDueSoon(Instant now) {
    Instant soon = now.plus(Lanes.CLOCKS_APART);
    return unseen.stream()
        .map(each -> notBefore.getOrDefault(each, FOREVER))
        .anyMatch(at -> at.isAfter(now) && !at.isAfter(soon));
  }

  private Optional<DeliveryId> firstNamed(Instant now) {
    while (!named.isEmpty()) {
      DeliveryId next = named.remove();
      if (isFree(next, now)) {
        unseen.add(next);
        return Optional.of(next);
      }
    }
    return Optional.empty();
  }

  private boolean isFree(DeliveryId id, Instant now) {
    return !inFlight.contains(id) && !notBefore.getOrDefault(id, Instant.MIN).isAfter(now);
  }

  private Next send(DeliveryId delivery, Instant now) {
    giveOut(delivery, now);
    given++;
    if (limits.maxPerSecond().isPresent()) {
      nextSendAt = Optional.of(now.plusNanos(NANOS_PER_SECOND / limits.maxPerSecond().getAsInt()));
    }
    return new Next.Send(delivery, false);
  }

  private Next probe(DeliveryId delivery, Instant now) {
    giveOut(delivery, now);
    probe = Optional.of(delivery);
    return new Next.Send(delivery, true);
  }

  private void giveOut(DeliveryId delivery, Instant now) {
    inFlight.add(delivery);
    notBefore.put(delivery, FOREVER);
    givenOutAt.put(delivery, now);
  }

  /// Sends a message only if none is on its way that arrives as early. The message names its
  /// delivery if the index may lack that.
  private Next done(Instant now) {
    unsureAt = named.isEmpty() ? unsureAt : Optional.of(now);
    wakeSentFor = wakeSentFor.filter(at -> at.plus(Lanes.LOST_AFTER).isAfter(now));
    Optional<DeliveryId> first =
        unseen.stream().min(Comparator.comparing(each -> notBefore.getOrDefault(each, FOREVER)));
    Optional<Instant> wakeAt = wakeAt(now, first);
    Optional<Instant> sent = wakeAt.filter(at -> mustSend(at, now));
    if (sent.isEmpty()) {
      wakeAt = wakeAt(now, Optional.empty());
    }
    wakeSentFor = sent.or(() -> wakeSentFor);
    return new Next.Done(
        state(),
        unlessMessageComes(wakeAt, now),
        sent.map(at -> message(first.filter(each -> at.equals(notBefore.get(each))))));
  }

  /// New deliveries rely on the message that is on its way, also while others wait for hours. A
  /// sweep looks after them if it is lost. A lane that rests looks after them at the end of that.
  private Optional<Instant> unlessMessageComes(Optional<Instant> wakeAt, Instant now) {
    Optional<Instant> lost =
        wakeSentFor.map(at -> (at.isAfter(now) ? at : now).plus(Lanes.INDEX_LAG));
    boolean rests = pausedUntil.isPresent() || probeAt().filter(now::isBefore).isPresent();
    return rests
        ? wakeAt.or(() -> lost)
        : Stream.of(wakeAt, lost).flatMap(Optional::stream).min(Comparator.naturalOrder());
  }

  private boolean mustSend(Instant wakeAt, Instant now) {
    return hops < MOST_HOPS
        && !wakeAt.isAfter(now.plus(rules.longestMessageDelay()))
        && wakeSentFor.filter(at -> !at.isAfter(wakeAt)).isEmpty();
  }

  private DueWork.OfLane message(Optional<DeliveryId> first) {
    return new DueWork.OfLane(lane.configuration(), first, false, hops + 1);
  }

  /// Returns when the lane is due again, if a message is sent that names `inMessage`.
  private Optional<Instant> wakeAt(Instant now, Optional<DeliveryId> inMessage) {
    Instant rested = pausedUntil.orElse(now);
    return nextWorkAt(now, inMessage).map(at -> at.isBefore(rested) ? rested : at);
  }

  private Optional<Instant> nextWorkAt(Instant now, Optional<DeliveryId> inMessage) {
    Optional<Instant> waiting =
        Stream.of(
                oldest.nextDue().stream(),
                dueAt.stream(),
                notBefore.keySet().stream().map(each -> findableAt(each, inMessage, now)))
            .flatMap(each -> each)
            .filter(FOREVER::isAfter)
            .min(Comparator.naturalOrder());
    if (probeAt().filter(now::isBefore).isPresent()) {
      return probeAt();
    }
    if (!oldest.isUsedUp(now) || !named.isEmpty()) {
      return Optional.of(now);
    }
    Instant lookAgainAt = marksSettleAt().orElse(now.plus(Lanes.INDEX_LAG));
    return mayHaveMissed()
        ? Optional.of(waiting.filter(lookAgainAt::isAfter).orElse(lookAgainAt))
        : waiting;
  }

  /// Returns when a look finds every delivery whose message did not mark the lane. While the lane
  /// is held, not every message marks it. Empty if that look was made, or without a mark.
  private Optional<Instant> marksSettleAt() {
    return lane.wokenAt().map(at -> at.plus(Lanes.BETWEEN_WAKES)).filter(lookedAt::isBefore);
  }

  /// Returns whether the index may have lacked deliveries at the last look.
  private boolean mayHaveMissed() {
    // While the breaker was open, new deliveries were not announced.
    return isRecent(lane.wokenAt(), lookedAt)
        || isRecent(unsureAt, lookedAt)
        || isRecent(breaker.probeAt(), lookedAt);
  }

  private static boolean isRecent(Optional<Instant> mark, Instant at) {
    return mark.map(
            when -> when.plus(Lanes.INDEX_LAG).plus(Lanes.BETWEEN_WAKES).plus(Lanes.CLOCKS_APART))
        .filter(at::isBefore)
        .isPresent();
  }

  /// Returns when the next turn can give it out.
  private Instant findableAt(DeliveryId id, Optional<DeliveryId> inMessage, Instant now) {
    Instant at = notBefore.getOrDefault(id, Instant.MIN);
    Instant indexed = now.plus(Lanes.INDEX_LAG);
    boolean indexMayLackIt = unseen.contains(id) && !inMessage.equals(Optional.of(id));
    return indexMayLackIt && at.isBefore(indexed) ? indexed : at;
  }
}
