package io.cdrwebhooks.lane;

import io.cdrwebhooks.configuration.ConfigurationId;
import java.time.Instant;
import java.util.Optional;

/// What is stored of a lane, beside the deliveries that wait in it.
///
/// While it is held, `leasedUntil` says until when. `dueAt` is when it must be looked at even if no
/// message says so: the end of the lease while it is held, and empty when nothing waits in it.
/// `wokenAt` is when somebody last said that it has work while it was held, and `askedAt` when a
/// person last asked for a probe then. `wakeSentFor` is when its last holder's message is due,
/// empty when that has come.
public record Lane(
    ConfigurationId configuration,
    Optional<Instant> leasedUntil,
    Optional<Instant> dueAt,
    Optional<Instant> wokenAt,
    Optional<Instant> askedAt,
    Optional<Instant> wakeSentFor,
    State state) {
  /// What a holder leaves to the next one. `nextSendAt` keeps the pace of requests. `probedUpTo` is
  /// the due time of the delivery that was last sent as a probe: the next probe takes a later one.
  /// `unsureAt` is when a holder last knew that the index may lack what waits.
  public record State(
      Breaker breaker,
      Optional<Instant> nextSendAt,
      Optional<Instant> probedUpTo,
      Optional<Instant> unsureAt) {
    public static final State NEW = of(Breaker.CLOSED);

    /// New, but for its breaker.
    public static State of(Breaker breaker) {
      return new State(breaker, Optional.empty(), Optional.empty(), Optional.empty());
    }
  }

  /// A lane that nobody has held yet.
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

  /// With a lease until `end`.
  public Lane heldUntil(Instant end) {
    return new Lane(configuration, Optional.of(end), dueAt, wokenAt, askedAt, wakeSentFor, state);
  }

  public Breaker breaker() {
    return state.breaker();
  }

  /// Whether the lane's own message has waited for a second: another would wait as long.
  public boolean isWakeWaiting(Instant now) {
    return wakeSentFor
        .filter(at -> !at.isAfter(now.minus(Lanes.WAKE_TAKES)))
        .filter(at -> !at.isBefore(now.minus(Lanes.LOST_AFTER)))
        .isPresent();
  }

  public boolean isHeld(Instant now) {
    return leasedUntil.filter(now::isBefore).isPresent();
  }
}
