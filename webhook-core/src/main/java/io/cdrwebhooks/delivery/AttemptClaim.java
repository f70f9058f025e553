package io.cdrwebhooks.delivery;

import java.time.Instant;

/// The right to make one attempt, until `leasedUntil`.
///
/// The instant also identifies the claim: a later claim of the same number has a later one.
public record AttemptClaim(DeliveryId delivery, AttemptNumber number, Instant leasedUntil) {}
