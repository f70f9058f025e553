package io.cdrwebhooks.lane;

import io.cdrwebhooks.configuration.ConfigurationId;
import java.time.Instant;
import java.util.Optional;

/// What is stored of a lane, beside the deliveries that wait in it.
///
/// While it is held, `leasedUntil` says until when. `wokenAt` is when somebody last said that it
/// has work while it was held, and `askedAt` when a person last asked for a probe then.
/// `nextSendAt` keeps the pace of requests from one holder to the next, and `probedUpTo` is the due
/// time of the delivery that was last sent as a probe: the next probe takes a later one.
public record Lane(
    ConfigurationId configuration,
    Optional<Instant> leasedUntil,
    Optional<Instant> wokenAt,
    Optional<Instant> askedAt,
    Breaker breaker,
    Optional<Instant> nextSendAt,
    Optional<Instant> probedUpTo) {
  /// A lane that nobody has held yet.
  public static Lane unused(ConfigurationId configuration) {
    return new Lane(
        configuration,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Breaker.CLOSED,
        Optional.empty(),
        Optional.empty());
  }

  public boolean isHeld(Instant now) {
    return leasedUntil.filter(now::isBefore).isPresent();
  }
}
