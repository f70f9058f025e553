package io.cdrwebhooks.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.delivery.Deliveries.Claiming;
import io.cdrwebhooks.delivery.Deliveries.Completion;
import io.cdrwebhooks.delivery.Deliveries.Recording;
import io.cdrwebhooks.testing.Samples;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// The store of deliveries as its contract suites see it: one and the same during a test, perhaps
/// with what other tests left in it.
public interface DeliveryStore {
  Instant NOW = Samples.NOW;
  Instant LATER = NOW.plus(Duration.ofDays(1));
  Duration LEASE = Duration.ofSeconds(90);
  int THREADS = 6;

  Deliveries deliveries();

  /// How often a race is run.
  int rounds();

  /// Due at once, where there is a next attempt.
  static Following following(DeliveryStatus status) {
    Optional<Instant> dueAt =
        status == DeliveryStatus.PENDING ? Optional.of(NOW) : Optional.<Instant>empty();
    return new Following(status, "", dueAt);
  }

  default Delivery recorded(Delivery delivery) {
    assertThat(deliveries().record(delivery)).isEqualTo(new Recording.Recorded());
    return delivery;
  }

  default Delivery stored(Delivery delivery) {
    return deliveries().find(delivery.id()).orElseThrow();
  }

  default AttemptClaim claimed(Delivery delivery, Instant now) {
    Claiming answer = deliveries().claim(delivery, now, now.plus(LEASE));
    assertThat(answer).isInstanceOf(Claiming.Claimed.class);
    return ((Claiming.Claimed) answer).claim();
  }

  default Attempt complete(AttemptClaim claim, AttemptOutcome outcome, DeliveryStatus status) {
    Attempt attempt = Samples.attempt(claim.number(), outcome);
    assertThat(deliveries().complete(claim, attempt, following(status)))
        .isEqualTo(Completion.COMPLETED);
    return attempt;
  }
}
