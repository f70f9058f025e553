package io.cdrwebhooks.delivery;

import java.time.Instant;

/// The right to make one attempt, until `leasedUntil`.
///
/// The instant also tells claims apart: a later claim of the same number has a later one.
public record AttemptClaim(DeliveryId delivery, AttemptNumber number, Instant leasedUntil) {
  /// The claim with which a delivery was recorded ([Delivery#claimed]).
  ///
  /// @throws java.util.NoSuchElementException if it was recorded without
  public static AttemptClaim of(Delivery recorded) {
    return new AttemptClaim(
        recorded.id(),
        recorded.progress().lastAttempt().next(),
        recorded.progress().leasedUntil().orElseThrow());
  }
}
