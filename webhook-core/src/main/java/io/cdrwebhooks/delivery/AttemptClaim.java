package io.cdrwebhooks.delivery;

import io.cdrwebhooks.configuration.ConfigurationId;
import java.time.Instant;

/// The right to make one attempt of a configuration's delivery, until `leasedUntil`.
///
/// The instant also identifies the claim: a later claim of the same number has a later one.
public record AttemptClaim(
    DeliveryId delivery,
    ConfigurationId configuration,
    AttemptNumber number,
    Instant leasedUntil) {}
