package io.cdrwebhooks.delivery;

import java.time.Instant;
import java.util.Optional;

/// How far a delivery has come.
///
/// `lastAttempt` is the last one recorded. `leasedUntil` is set while an attempt is claimed and not
/// yet recorded. `linkFollowedAt` is the first time that a link of it was used. Instants are whole
/// milliseconds.
public record DeliveryProgress(
    DeliveryStatus status,
    AttemptNumber lastAttempt,
    Optional<Instant> leasedUntil,
    Optional<Instant> nextAttemptAt,
    Optional<Instant> linkFollowedAt) {
  public static DeliveryProgress starting(DeliveryStatus status) {
    return new DeliveryProgress(
        status, AttemptNumber.NONE, Optional.empty(), Optional.empty(), Optional.empty());
  }
}
