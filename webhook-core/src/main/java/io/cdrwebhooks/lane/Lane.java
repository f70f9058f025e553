package io.cdrwebhooks.lane;

import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.work.DueWork;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/// The stored state of a lane, without the deliveries that wait in it.
///
/// `leasedUntil` is the end of the last holder's lease, empty after it released the lane. `dueAt`
/// is when the lane must be looked at even without a message, empty when nothing waits. While it is
/// held, that is the end of the lease or half a minute later ([Lanes#acquire]), but in an acquired
/// lane what it was before. `wokenAt` is when the lane was last marked as having work, by an arrival
/// or a message that left it to another worker. `askedAt` is when a person last asked for a probe while it was held, which is also a mark.
/// `wakeSentFor` is when the last holder's message is due, empty once that has arrived.
public record Lane(
    ConfigurationId configuration,
    Optional<Instant> leasedUntil,
    Optional<Instant> dueAt,
    Optional<Instant> wokenAt,
    Optional<Instant> askedAt,
    Optional<Instant> wakeSentFor,
    State state) {
  public Lane {
    if (askedAt.isPresent() && wokenAt.isEmpty()) {
      throw new IllegalArgumentException("a person's request must mark the lane: " + askedAt);
    }
  }

  /// The state that a holder leaves to the next one. `nextSendAt` enforces the rate limit.
  /// `probedUpTo` is the due time of the last probed delivery: the next probe takes a later one.
  /// `unsureAt` is when a holder last knew that the index may lack a waiting delivery. `places` is
  /// how many requests may be open, empty before the first success.
  public record State(
      Breaker breaker,
      Optional<Instant> nextSendAt,
      Optional<Instant> probedUpTo,
      Optional<Instant> unsureAt,
      OptionalInt places) {
    public static final State NEW = of(Breaker.CLOSED);

    public State {
      if (places.isPresent() && places.getAsInt() < 1) {
        throw new IllegalArgumentException("a lane needs a place: " + places);
      }
    }

    /// A new state with this breaker.
    public static State of(Breaker breaker) {
      return new State(
          breaker, Optional.empty(), Optional.empty(), Optional.empty(), OptionalInt.empty());
    }

    State with(Breaker other) {
      return new State(other, nextSendAt, probedUpTo, unsureAt, places);
    }
  }

  /// A lane that has never been held.
  public static Lane unused(ConfigurationId configuration) {
    return new Lane(
        configuration,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        State.NEW);
  }

  /// Returns the lane with another state.
  public Lane with(State other) {
    return new Lane(configuration, leasedUntil, dueAt, wokenAt, askedAt, wakeSentFor, other);
  }

  /// Returns the lane with another due time of the last holder's message.
  public Lane withWakeSentFor(Optional<Instant> at) {
    return new Lane(configuration, leasedUntil, dueAt, wokenAt, askedAt, at, state);
  }

  /// Returns the lane with a new lease. If the last holder died, a person's request to it holds for
  /// the new one.
  public Lane acquired(Instant now, Instant end) {
    boolean isAsked =
        leasedUntil.isPresent()
            && askedAt.filter(at -> at.isAfter(now.minus(Lanes.LOST_AFTER))).isPresent();
    return new Lane(
        configuration,
        Optional.of(end),
        dueAt,
        wokenAt,
        askedAt,
        wakeSentFor,
        isAsked ? state.with(breaker().probeNow(now)) : state);
  }

  /// Counts the failures of the receiver from `at` if they began earlier. A holder that died may
  /// not have stored that a probe succeeded.
  public Lane failingNotBefore(Instant at) {
    return with(state.with(breaker().failingNotBefore(at)));
  }

  public Breaker breaker() {
    return state.breaker();
  }

  public boolean isHeld(Instant now) {
    return leasedUntil.filter(now::isBefore).isPresent();
  }

  /// Returns what a delivery needs that is recorded now.
  public WakeStep wakeStep(Instant now) {
    if (isHeld(now)) {
      return mark(now);
    }
    if (isWakeWaiting(now)) {
      return needsAnotherMessage(now) ? new WakeStep.MarkAndSend() : mark(now);
    }
    if (isResting(now)) {
      return new WakeStep.Rest();
    }
    Instant latest = now.plus(Lanes.FOUND_WITHIN);
    Instant at = dueAt.filter(latest::isAfter).orElse(latest);
    Instant indexed = now.plus(Lanes.INDEX_LAG).plus(Lanes.CLOCKS_APART);
    return new WakeStep.MakeDue(at, at.isBefore(indexed));
  }

  /// Returns what a message does to the lane if it cannot acquire it; empty if it can. A message
  /// before the next probe acquires it only for a person, as the lane's own, which may be early, or
  /// if the last holder has died.
  public Optional<WakeStep.Silent> insteadOfTurn(DueWork.OfLane work, Instant now) {
    if (isHeld(now)) {
      return Optional.of(work.mustBeStored() ? new WakeStep.Mark() : mark(now));
    }
    return work.mustBeStored() || leasedUntil.isPresent() || !isResting(now)
        ? Optional.empty()
        : Optional.of(new WakeStep.Rest());
  }

  private WakeStep.Silent mark(Instant now) {
    return wokenAt
        .map(at -> at.plus(Lanes.BETWEEN_WAKES))
        .filter(now::isBefore)
        .<WakeStep.Silent>map(WakeStep.Marked::new)
        .orElseGet(WakeStep.Mark::new);
  }

  /// The probe of a process whose clock is ahead may be due already.
  private boolean isResting(Instant now) {
    return breaker().probeAt().filter(now.plus(Lanes.CLOCKS_APART)::isBefore).isPresent();
  }

  /// Returns whether the lane's wake-up message has waited for a second: another one would wait
  /// just as long.
  private boolean isWakeWaiting(Instant now) {
    return wakeSentFor
        .filter(at -> !at.isAfter(now.minus(Lanes.WAKE_TAKES)))
        .filter(at -> !at.isBefore(now.minus(Lanes.LOST_AFTER)))
        .isPresent();
  }

  /// Returns whether another message must follow the one that waits: it may be lost. One is sent
  /// after 4 seconds, after 8, after 16 and so on, so that few wait where the queue is long.
  private boolean needsAnotherMessage(Instant now) {
    return lateness(now) >= Lanes.LATE_SECONDS
        && Long.highestOneBit(lateness(now))
            > Long.highestOneBit(wokenAt.map(this::lateness).orElse(0L));
  }

  /// In whole seconds; 0 before the message is due.
  private long lateness(Instant at) {
    long seconds = wakeSentFor.map(due -> Duration.between(due, at).toSeconds()).orElse(0L);
    return Math.max(seconds, 0);
  }
}
