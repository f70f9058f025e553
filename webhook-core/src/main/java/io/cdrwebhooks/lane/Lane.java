package io.cdrwebhooks.lane;

import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.work.DueWork;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/// The stored state of a lane, without the deliveries that wait in it.
///
/// `leasedUntil` is when the lease of the last holder ends; empty after the holder released the
/// lane.
///
/// `dueAt` is when a sweep sends a message for the lane; empty if nothing waits. A store moves the
/// due time of a held lane to the end of the lease or a little later ([Lanes#acquire]), but the
/// holder gets the lane with its `dueAt` from before.
///
/// `wakeSentFor` is when the last holder's own message is due; empty after that message arrived.
public record Lane(
    ConfigurationId configuration,
    Optional<Instant> leasedUntil,
    Optional<Instant> dueAt,
    Marks marks,
    Optional<Instant> wakeSentFor,
    State state) {
  /// The marks that tell the holder to read the index again. `wokenAt` is when an arriving report,
  /// or a message for a held lane, left the last mark. `askedAt` is when a person last asked for a
  /// probe while the lane was held; this request leaves a mark too.
  public record Marks(Optional<Instant> wokenAt, Optional<Instant> askedAt) {
    public static final Marks NONE = new Marks(Optional.empty(), Optional.empty());

    public Marks {
      if (askedAt.isPresent() && wokenAt.isEmpty()) {
        throw new IllegalArgumentException("a lane with askedAt must have wokenAt: " + askedAt);
      }
    }
  }

  /// The state that a holder leaves to the next one. `nextSendAt` enforces the rate limit.
  /// `probedUpTo` is the due time of the last probed delivery: the next probe takes a later one.
  /// `indexMayLagSince` is the last time at which a delivery waited that the index may have lacked.
  /// `places` is how many requests may be open, empty before the first success, and one after the
  /// death of a holder.
  public record State(
      Breaker breaker,
      Optional<Instant> nextSendAt,
      Optional<Instant> probedUpTo,
      Optional<Instant> indexMayLagSince,
      OptionalInt places) {
    public static final State NEW = of(Breaker.CLOSED);

    public State {
      if (places.isPresent() && places.getAsInt() < 1) {
        throw new IllegalArgumentException("places must be at least 1: " + places);
      }
    }

    /// Creates a new state with this breaker.
    public static State of(Breaker breaker) {
      return new State(
          breaker, Optional.empty(), Optional.empty(), Optional.empty(), OptionalInt.empty());
    }

    State with(Breaker other) {
      return new State(other, nextSendAt, probedUpTo, indexMayLagSince, places);
    }

    State withOnePlace() {
      return new State(breaker, nextSendAt, probedUpTo, indexMayLagSince, OptionalInt.of(1));
    }
  }

  /// Returns a lane that was never held.
  public static Lane unused(ConfigurationId configuration) {
    return new Lane(
        configuration, Optional.empty(), Optional.empty(), Marks.NONE, Optional.empty(), State.NEW);
  }

  /// Returns the lane with another state.
  public Lane with(State other) {
    return new Lane(configuration, leasedUntil, dueAt, marks, wakeSentFor, other);
  }

  /// Returns the lane with another end of its lease.
  Lane withLease(Optional<Instant> until) {
    return new Lane(configuration, until, dueAt, marks, wakeSentFor, state);
  }

  /// Returns the lane with another due time.
  Lane withDueAt(Optional<Instant> at) {
    return new Lane(configuration, leasedUntil, at, marks, wakeSentFor, state);
  }

  /// Returns the lane with other marks.
  Lane with(Marks others) {
    return new Lane(configuration, leasedUntil, dueAt, others, wakeSentFor, state);
  }

  /// Returns the lane with another due time of the last holder's message.
  public Lane withWakeSentFor(Optional<Instant> at) {
    return new Lane(configuration, leasedUntil, dueAt, marks, at, state);
  }

  /// Returns the lane with a new lease. If the last holder died, the new one sends one delivery at
  /// a time. It also probes at once if a person asked the last holder for a probe.
  public Lane acquired(Instant now, Instant end) {
    return withLease(Optional.of(end)).with(leasedUntil.isPresent() ? afterDeath(now) : state);
  }

  private State afterDeath(Instant now) {
    boolean isAsked = askedAt().filter(at -> at.isAfter(now.minus(Lanes.LOST_AFTER))).isPresent();
    return (isAsked ? state.with(breaker().probeNow(now)) : state).withOnePlace();
  }

  /// Returns whether a holder has died since the last success. A delivery may have killed it.
  public boolean hasLostAHolder() {
    return state.places().equals(OptionalInt.of(1));
  }

  /// Returns the lane with failures that began at `at` or later. A holder may have died before it
  /// stored that a probe succeeded.
  public Lane failingNotBefore(Instant at) {
    return with(state.with(breaker().failingNotBefore(at)));
  }

  /// Returns whether the lane's own message is late by more than `by`.
  public boolean ownMessageIsLate(Duration by, Instant now) {
    return wakeSentFor.filter(at -> at.plus(by).isBefore(now)).isPresent();
  }

  /// Returns the lane without its own message if that message is lost. It is lost if another
  /// message has arrived first that was expected much later, at `expectedAt`.
  public Lane withoutLostMessage(Instant expectedAt) {
    return ownMessageIsLate(Lanes.LOST_AFTER, expectedAt)
        ? withWakeSentFor(Optional.empty())
        : this;
  }

  public Optional<Instant> wokenAt() {
    return marks.wokenAt();
  }

  public Optional<Instant> askedAt() {
    return marks.askedAt();
  }

  public Breaker breaker() {
    return state.breaker();
  }

  public boolean isHeld(Instant now) {
    return leasedUntil.filter(until -> until.isAfter(now)).isPresent();
  }

  /// Returns the step that lets a worker find a delivery that is recorded now.
  public WakeStep wakeStep(Instant now) {
    if (isHeld(now)) {
      return mark(now);
    }
    if (isWakeWaiting(now)) {
      return needsAnotherMessage(now) ? new WakeStep.MarkAndSend() : mark(now);
    }
    if (isResting(now)) {
      return new WakeStep.WaitForProbe();
    }
    Instant latest = now.plus(Lanes.FOUND_WITHIN);
    Instant at = dueAt.filter(due -> due.isBefore(latest)).orElse(latest);
    Instant indexed = now.plus(Lanes.INDEX_LAG).plus(Lanes.CLOCKS_APART);
    return new WakeStep.MakeDue(at, at.isBefore(indexed));
  }

  /// Returns the step of a message that cannot acquire the lane; empty if it can. A message
  /// acquires the lane before the next probe in three cases: a person asked for the work, the
  /// message is the lane's own, which may be early, or the last holder has died.
  public Optional<WakeStep.NoMessage> insteadOfTurn(DueWork.OfLane work, Instant now) {
    if (isHeld(now)) {
      // An earlier mark does not store a person's request, or that the own message has arrived.
      return Optional.of(work.isAskedOrOwnMessage() ? new WakeStep.MarkLane() : mark(now));
    }
    boolean mayPrecedeProbe = work.isAskedOrOwnMessage() || leasedUntil.isPresent();
    return mayPrecedeProbe || !isResting(now)
        ? Optional.empty()
        : Optional.of(new WakeStep.WaitForProbe());
  }

  private WakeStep.NoMessage mark(Instant now) {
    return wokenAt()
        .map(at -> at.plus(Lanes.BETWEEN_WAKES))
        .filter(until -> until.isAfter(now))
        .<WakeStep.NoMessage>map(WakeStep.AlreadyMarked::new)
        .orElseGet(WakeStep.MarkLane::new);
  }

  /// Returns whether the next probe is not due yet, even by the clock of a process that is ahead.
  private boolean isResting(Instant now) {
    Instant latest = now.plus(Lanes.CLOCKS_APART);
    return breaker().probeAt().filter(at -> at.isAfter(latest)).isPresent();
  }

  /// Returns whether the lane's wake-up message waits in the queue behind others. Another message
  /// would wait just as long.
  private boolean isWakeWaiting(Instant now) {
    return wakeSentFor.filter(at -> !at.isAfter(now.minus(Lanes.WAKE_DELAY))).isPresent();
  }

  /// Returns whether to send another message, because the one that waits may be lost. The first is
  /// sent after [Lanes#LATE_AFTER], and one more each time the wait has doubled, so that a long
  /// queue gets few of them.
  private boolean needsAnotherMessage(Instant now) {
    return lateness(now) >= Lanes.LATE_AFTER.toSeconds()
        && Long.highestOneBit(lateness(now))
            > Long.highestOneBit(wokenAt().map(this::lateness).orElse(0L));
  }

  /// Returns how late the lane's message is at `at`, in whole seconds; 0 before it is due.
  private long lateness(Instant at) {
    long seconds = wakeSentFor.map(due -> Duration.between(due, at).toSeconds()).orElse(0L);
    return Math.max(seconds, 0);
  }
}
