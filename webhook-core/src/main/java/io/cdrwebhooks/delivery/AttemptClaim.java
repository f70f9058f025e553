package io.cdrwebhooks.delivery;

import io.cdrwebhooks.configuration.ConfigurationId;
import java.time.Duration;
import java.time.Instant;

/// The right to make one attempt of a configuration's delivery, until `leasedUntil`.
///
/// `leasedUntil` also identifies the claim, because a later claim of the same number has a later
/// one.
public record AttemptClaim(
    DeliveryId delivery, ConfigurationId configuration, AttemptNumber number, Instant leasedUntil) {
  /// A worker may take this long for an attempt: for the exchange, its preparation and its record.
  public static final Duration LEASE = Duration.ofSeconds(60);

  /// After this time every attempt that was in flight has ended.
  public static final Duration ENDED_AFTER = LEASE.plusSeconds(1);

  /// Returns whether this attempt had begun before `at`.
  public boolean hasBegunBy(Instant at) {
    return !at.isBefore(leasedUntil.minus(LEASE));
  }
}
