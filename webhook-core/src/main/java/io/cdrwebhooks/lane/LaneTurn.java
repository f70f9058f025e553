package io.cdrwebhooks.lane;

import io.cdrwebhooks.configuration.SendLimits;
import io.cdrwebhooks.delivery.DeliveryId;
import io.cdrwebhooks.delivery.DueWork;
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
import java.util.Set;
import java.util.stream.Stream;

/// Decides what the holder of a lane does next, from the moment it takes the lane until it gives it
/// back. It decides and does nothing itself: whoever drives it sends, looks and waits.
///
/// At most [SendLimits#maxInFlight] deliveries are given out at once, and they are paced by
/// [SendLimits#maxPerSecond]. Oldest first; while a backlog waits, every second one is fresh. When
/// the [Breaker] is open one probe is given out, and its success lets the others follow: slowly at
/// first, one place more after each success. Used by one thread.
public final class LaneTurn {
  /// How many requests may be open when the breaker has just closed.
  private static final int FIRST_PLACES = 2;

  /// Between two requests of a lane with the lowest rate.
  private static final Duration LONGEST_PACE = Duration.ofSeconds(1);

  private static final Duration AFTER_AN_EXCEPTION = Duration.ofSeconds(1);

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

  /// Named deliveries that were given out and that no look has found: the index may lack them yet.
  private final Set<DeliveryId> unseen = new LinkedHashSet<>();

  /// What was given out in this turn, and until when it is not given out again.
  private final Map<DeliveryId, Instant> notBefore = new HashMap<>();

  private Lane lane;
  private SendLimits limits;
  private Breaker breaker;
  private Optional<Instant> nextSendAt;
  private Optional<Instant> probedUpTo;
  private Optional<Instant> dueAt;
  private Optional<Instant> wakeSentFor;
  private Optional<Instant> unsureAt;
  private Optional<DeliveryId> probe = Optional.empty();
  private int places;
  private int given;
  private boolean ending;
  private Optional<Instant> pausedUntil = Optional.empty();
  private Instant lookedAt = Instant.MAX;

  /// `lane` is as it was when it was taken because of `work`. Nothing waits in it that was due
  /// before [Lane#dueAt], but for what messages name and what nobody has said yet.
  public LaneTurn(Lane lane, DueWork.OfLane work, SendLimits limits, LaneRules rules) {
    this.lane = lane;
    this.limits = limits;
    this.rules = rules;
    this.hops = work.hops();
    this.breaker = lane.breaker();
    this.places = rules.breaker().threshold();
    this.nextSendAt = lane.state().nextSendAt();
    this.probedUpTo = lane.state().probedUpTo();
    this.dueAt = lane.dueAt();
    this.wakeSentFor = lane.wakeSentFor();
    this.unsureAt = lane.state().unsureAt();
    this.oldest = new Backlog(Backlog.Part.OLDEST, dueAt.orElse(FOREVER), this::isFree);
    this.fresh = new Backlog(Backlog.Part.FRESH, Instant.MIN, this::isFree);
  }

  /// What is to be done next.
  public sealed interface Next {
    /// Make an attempt; `probe` if the lane's breaker is open.
    record Send(DeliveryId delivery, boolean probe) implements Next {}

    /// End the round of a delivery: its time is over, and its receiver still fails.
    record GiveUp(DeliveryId delivery, Instant failingSince) implements Next {}

    /// Look what waits and is due at `from` or later, and say so by [#found].
    record Look(Backlog.Part part, Instant from) implements Next {}

    /// Wait until something ends, but not beyond `until`.
    record Wait(Instant until) implements Next {}

    /// Give the lane back; it is due again at `wakeAt`, empty when nothing waits. Then send
    /// `message`, which is to come at `wakeAt`; empty if one is on its way, or a sweep sends it.
    record Done(Lane lane, Optional<Instant> wakeAt, Optional<DueWork.OfLane> message)
        implements Next {}
  }

  /// The limits as they are by now.
  public void limitTo(SendLimits now) {
    limits = now;
  }

  /// A message says that there is work. What it names need not be found by a look.
  public void told(DueWork.OfLane work, Instant now) {
    work.first().ifPresentOrElse(named::add, () -> oldest.lookBy(now));
    if (wakeSentFor.isPresent() && isRecent(lane.wokenAt(), now)) {
      oldest.lookBy(now); // somebody relied on the wake-up that is on its way
    }
    if (work.asked()) {
      breaker = breaker.probeNow(now);
    }
    if (work.hops() > 0) {
      wakeSentFor = Optional.empty();
    }
  }

  /// Nothing is given out any more.
  public void end() {
    ending = true;
  }

  /// The lane as it was stored just now: somebody may have left word there.
  public void stored(Lane now, Instant at) {
    if (now.askedAt().isPresent() && !now.askedAt().equals(lane.askedAt())) {
      breaker = breaker.probeNow(at);
    }
    if (!now.wokenAt().equals(lane.wokenAt())) {
      oldest.lookBy(at);
      fresh.lookBy(at);
    }
    wakeSentFor = wakeSentFor.filter(_ -> now.wakeSentFor().isPresent());
    lane = now;
  }

  /// Whether another delivery may be sent now. After a failure, the requests in flight first decide
  /// whether the breaker opens.
  public boolean hasRoom() {
    int most = Math.min(limits.maxInFlight(), places);
    if (!breaker.failed().isEmpty()) {
      most = Math.min(most, rules.breaker().threshold() - breaker.failed().size());
    }
    return !breaker.isOpen() && inFlight.size() < most;
  }

  /// The lane with the state that is to be stored.
  public Lane state() {
    return new Lane(
        lane.configuration(),
        lane.leasedUntil(),
        lane.dueAt(),
        lane.wokenAt(),
        lane.askedAt(),
        wakeSentFor,
        new Lane.State(breaker, nextSendAt, probedUpTo, unsureAt));
  }

  /// No request goes out before `at`, in this turn and the next.
  public void pace(Instant at) {
    nextSendAt = nextSendAt.filter(at::isBefore).or(() -> Optional.of(at));
  }

  /// Nothing more is given out, and the lane rests until `at`.
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

  /// What a look at `at` found.
  public void found(Next.Look look, Lanes.Page page, Instant at) {
    Backlog part = look.part() == Backlog.Part.OLDEST ? oldest : fresh;
    if (part == oldest) {
      lookedAt = at;
      dueAt = dueAt.filter(at::isBefore);
    }
    part.found(page, at, maybeMissed(), at.plus(rules.lookEvery()));
    page.earliest().forEach(each -> unseen.remove(each.id()));
  }

  /// What became of a delivery that was given out; `random` is from 0 to 1.
  public void ended(DeliveryId delivery, SendResult ended, double random, Instant now) {
    inFlight.remove(delivery);
    boolean wasProbe = probe.equals(Optional.of(delivery));
    if (wasProbe) {
      probe = Optional.empty();
    }
    switch (ended) {
      case SendResult.Delivered() -> {
        if (breaker.isOpen()) {
          // Nobody has said what came while nothing was sent.
          oldest.lookBy(now);
          unsureAt = Optional.of(now);
        }
        places = breaker.isOpen() ? FIRST_PLACES : Math.min(places + 1, SendLimits.MOST_IN_FLIGHT);
        breaker = Breaker.CLOSED;
      }
      case SendResult.Failed(var retryAfter, var nextAt) -> {
        Breaker.Failure failure = new Breaker.Failure(now, retryAfter, random);
        breaker = breaker.failed(delivery, wasProbe, failure, rules.breaker());
        again(delivery, nextAt.orElse(FOREVER));
      }
      case SendResult.NotSent(var nextAt) -> again(delivery, nextAt.orElse(FOREVER));
      case SendResult.Broken(var nextAt) -> {
        pausedUntil = Optional.of(now.plus(AFTER_AN_EXCEPTION));
        again(delivery, nextAt);
      }
      case SendResult.OurFault() -> {
        pause(now.plus(rules.ourFaultPause()));
        notBefore.put(delivery, now.plus(rules.ourFaultPause()));
      }
    }
  }

  private void again(DeliveryId delivery, Instant at) {
    notBefore.put(delivery, at);
    oldest.lookBy(at);
  }

  private Next nextOfClosed(Instant now) {
    if (!hasRoom()) {
      return new Next.Wait(FOREVER);
    }
    wordsSettleAt().ifPresent(oldest::lookBy);
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
      return new Next.Wait(wordsSettleAt().orElse(now.plus(rules.lookEvery())));
    }
    if (!turnOfFresh || !hasBacklog(now)) {
      return send(old.get().id(), now);
    }
    return fresh.mustLook(now)
        ? fresh.look(now.minus(rules.freshFor()))
        : send(fresh.first(now).or(() -> old).orElseThrow().id(), now);
  }

  /// Whether nothing is to be sent or looked for, now or in a moment.
  private boolean hasNothing(Instant now) {
    return oldest.isUsedUp(now)
        && named.isEmpty()
        && freeUnseen(now).isEmpty()
        && wordsSettleAt().isEmpty()
        && !isDueSoon(now);
  }

  /// Whether something waits that is no fresh report, as far as was seen.
  private boolean hasBacklog(Instant now) {
    return oldest
        .first(now)
        .filter(head -> head.dueAt().isBefore(now.minus(rules.freshFor())))
        .isPresent();
  }

  /// Longer than any pace is the pause after a fault of ours, which an earlier holder has met.
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
    if (oldest.mustLook(now)) {
      return oldest.look(Instant.EPOCH);
    }
    if (mayProbe) {
      return firstNamed(now).or(() -> candidate(now)).map(this::probe).orElseGet(() -> done(now));
    }
    Instant begunBy = now.minus(rules.roundLasts());
    Instant failingSince = breaker.failingSince().orElseThrow();
    Optional<Waiting> over =
        failingSince.isAfter(begunBy) || inFlight.size() >= limits.maxInFlight()
            ? Optional.empty()
            : oldest.first(each -> !each.roundBeganAt().isAfter(begunBy), now);
    if (over.isPresent()) {
      giveOut(over.get().id());
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

  /// When the next probe may be sent: a fault of ours may have put it off.
  private Optional<Instant> probeAt() {
    return breaker.probeAt().map(at -> nextSendAt.filter(at::isBefore).orElse(at));
  }

  private Optional<DeliveryId> freeUnseen(Instant now) {
    return unseen.stream().filter(each -> isFree(each, now)).findFirst();
  }

  /// A clock that is behind need not give the lane back.
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
    giveOut(delivery);
    given++;
    if (limits.maxPerSecond().isPresent()) {
      nextSendAt = Optional.of(now.plusNanos(NANOS_PER_SECOND / limits.maxPerSecond().getAsInt()));
    }
    return new Next.Send(delivery, false);
  }

  private Next probe(DeliveryId delivery) {
    giveOut(delivery);
    probe = Optional.of(delivery);
    return new Next.Send(delivery, true);
  }

  private void giveOut(DeliveryId delivery) {
    inFlight.add(delivery);
    notBefore.put(delivery, FOREVER);
  }

  /// A message is sent only if none is on its way that comes as soon. It names the delivery that it
  /// is for if the index may lack that.
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
        wakeAt,
        sent.map(at -> message(first.filter(each -> at.equals(notBefore.get(each))))));
  }

  private boolean mustSend(Instant wakeAt, Instant now) {
    return hops < MOST_HOPS
        && !wakeAt.isAfter(now.plus(rules.longestMessageDelay()))
        && wakeSentFor.filter(at -> !at.isAfter(wakeAt)).isEmpty();
  }

  private DueWork.OfLane message(Optional<DeliveryId> first) {
    return new DueWork.OfLane(lane.configuration(), first, false, hops + 1);
  }

  /// When the lane is due again, if a message is sent that names `told`.
  private Optional<Instant> wakeAt(Instant now, Optional<DeliveryId> told) {
    Instant rested = pausedUntil.orElse(now);
    return nextWorkAt(now, told).map(at -> at.isBefore(rested) ? rested : at);
  }

  private Optional<Instant> nextWorkAt(Instant now, Optional<DeliveryId> told) {
    Optional<Instant> waiting =
        Stream.of(
                oldest.nextDue().stream(),
                dueAt.stream(),
                notBefore.keySet().stream().map(each -> findableAt(each, told, now)))
            .flatMap(each -> each)
            .filter(FOREVER::isAfter)
            .min(Comparator.naturalOrder());
    if (breaker.isOpen()) {
      return probeAt().filter(now::isBefore).or(() -> waiting);
    }
    if (!oldest.isUsedUp(now) || !named.isEmpty()) {
      return Optional.of(now);
    }
    Instant lookAgainAt = wordsSettleAt().orElse(now.plus(Lanes.INDEX_LAG));
    return maybeMissed()
        ? Optional.of(waiting.filter(lookAgainAt::isAfter).orElse(lookAgainAt))
        : waiting;
  }

  /// While the lane is held, not every message leaves word: a look after this moment finds what the
  /// others were about. Empty if there was one, or no word.
  private Optional<Instant> wordsSettleAt() {
    return lane.wokenAt().map(at -> at.plus(Lanes.BETWEEN_WAKES)).filter(lookedAt::isBefore);
  }

  /// The index may not have had what the last look was to find.
  private boolean maybeMissed() {
    return isRecent(lane.wokenAt(), lookedAt) || isRecent(unsureAt, lookedAt);
  }

  private static boolean isRecent(Optional<Instant> word, Instant at) {
    return word.map(
            when -> when.plus(Lanes.INDEX_LAG).plus(Lanes.BETWEEN_WAKES).plus(Lanes.CLOCKS_APART))
        .filter(at::isBefore)
        .isPresent();
  }

  /// When the next turn can give it out.
  private Instant findableAt(DeliveryId id, Optional<DeliveryId> told, Instant now) {
    Instant at = notBefore.getOrDefault(id, Instant.MIN);
    Instant indexed = now.plus(Lanes.INDEX_LAG);
    boolean mayBeLacking = unseen.contains(id) && !told.equals(Optional.of(id));
    return mayBeLacking && at.isBefore(indexed) ? indexed : at;
  }
}
