package io.cdrwebhooks.lane;

import io.cdrwebhooks.configuration.ConfigurationId;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/// The stored state of a lane, without the deliveries that wait in it.
///
/// `leasedUntil` is the end of the lease while the lane is held. `dueAt` is when the lane must be
/// looked at even without a message: the end of the lease while it is held, empty when nothing
/// waits. `wokenAt` is when the lane was last marked as having work while held. `askedAt` is when a
/// person last asked for a probe while it was held. `wakeSentFor` is when the last holder's message
/// is due, empty once that has arrived.
public record Lane(
    ConfigurationId configuration,
    Optional<Instant> leasedUntil,
    Optional<Instant> dueAt,
    Optional<Instant> wokenAt,
    Optional<Instant> askedAt,
    Optional<Instant> wakeSentFor,
    State state) {
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

    State with(Breaker other) {
      return new State(other, nextSendAt, probedUpTo, unsureAt, places);
    }

    /// A new state with this breaker.
    public static State of(Breaker breaker) {
      return new State(
          breaker, Optional.empty(), Optional.empty(), Optional.empty(), OptionalInt.empty());
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

  /// Returns the lane with a new lease. If the last holder died, a person's request to it holds for
  /// the new one.
  public Lane acquired(Instant now, Instant leasedUntil) {
    boolean isAsked =
        this.leasedUntil.isPresent()
            && askedAt.filter(at -> at.isAfter(now.minus(Lanes.LOST_AFTER))).isPresent();
    return new Lane(
        configuration,
        Optional.of(leasedUntil),
        dueAt,
        wokenAt,
        askedAt,
        wakeSentFor,
        isAsked ? state.with(breaker().probeNow(now)) : state);
  }

  /// Counts the failures of the receiver from `at` if they began earlier. A holder that died may
  /// not have stored that a probe succeeded.
  public Lane failingNotBefore(Instant at) {
    return new Lane(
        configuration,
        leasedUntil,
        dueAt,
        wokenAt,
        askedAt,
        wakeSentFor,
        state.with(breaker().failingNotBefore(at)));
  }

  public Breaker breaker() {
    return state.breaker();
  }

  /// Returns whether the lane's wake-up message has waited for a second: another one would wait
  /// just as long.
  public boolean isWakeWaiting(Instant now) {
    return wakeSentFor
        .filter(at -> !at.isAfter(now.minus(Lanes.WAKE_TAKES)))
        .filter(at -> !at.isBefore(now.minus(Lanes.LOST_AFTER)))
        .isPresent();
  }

  /// Returns whether a new delivery's mark must be followed by a message, because the lane's own
  /// one is late: it may be lost. One is sent after 4 seconds, after 8, after 16 and so on, so that
  /// few wait where the queue is long.
  public boolean needsAnotherMessage(Instant now) {
    return isWakeWaiting(now)
        && lateness(now) >= Lanes.LATE_SECONDS
        && Long.highestOneBit(lateness(now))
            > Long.highestOneBit(wokenAt.map(this::lateness).orElse(0L));
  }

  /// In whole seconds; 0 before the message is due.
  private long lateness(Instant at) {
    long seconds = wakeSentFor.map(due -> Duration.between(due, at).toSeconds()).orElse(0L);
    return Math.max(seconds, 0);
  }

  public boolean isHeld(Instant now) {
    return leasedUntil.filter(now::isBefore).isPresent();
  }
}
