package io.cdrwebhooks.testing;

import io.cdrwebhooks.delivery.AttemptClaim;
import io.cdrwebhooks.delivery.AttemptOutcome;
import io.cdrwebhooks.delivery.Deliveries;
import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.delivery.NextState;
import java.time.Duration;
import java.time.Instant;

/// Claims attempts of stored deliveries, and completes them.
public final class Claims {
  private static final Duration LEASE = Duration.ofSeconds(60);

  private Claims() {}

  /// Claims the next attempt for 60 seconds; the delivery must be free.
  public static AttemptClaim claim(Deliveries deliveries, Delivery delivery, Instant now) {
    return ((Deliveries.Claiming.Claimed) deliveries.claim(delivery, now, now.plus(LEASE))).claim();
  }

  /// Completes the attempt with a refusal of the receiver; the delivery moves to `next`.
  public static void complete(Deliveries deliveries, AttemptClaim claim, NextState next) {
    deliveries.complete(claim, Samples.attempt(claim.number(), AttemptOutcome.REJECTED), next);
  }
}
