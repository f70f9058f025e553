package io.cdrwebhooks.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.delivery.Deliveries.Claiming;
import io.cdrwebhooks.delivery.Deliveries.Completion;
import io.cdrwebhooks.delivery.Deliveries.Recording;
import io.cdrwebhooks.delivery.Deliveries.Restarting;
import io.cdrwebhooks.testing.Samples;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/// The store of deliveries as its contract suites see it: the same one during a test, perhaps with
/// records of other tests.
public interface DeliveryStore {
  Instant NOW = Samples.NOW;
  Instant LATER = NOW.plus(Duration.ofDays(1));
  Duration LEASE = Duration.ofSeconds(90);
  int THREADS = 6;

  /// The number of times that a test repeats a race.
  int ROUNDS = 10;

  /// Some lists are shared by all tests, so each test that reads them gets a separate day.
  AtomicLong DAYS = new AtomicLong();

  Deliveries deliveries();

  /// A range of one hour, years after everything that other tests store.
  static TimeRange newDay() {
    Instant from =
        Instant.parse("2040-01-01T00:00:00Z").plus(Duration.ofDays(DAYS.incrementAndGet()));
    return new TimeRange(from, from.plus(Duration.ofHours(1)));
  }

  /// Due at once, if there is a next attempt.
  static NextState nextState(DeliveryStatus status) {
    Optional<Instant> dueAt =
        status == DeliveryStatus.PENDING ? Optional.of(NOW) : Optional.<Instant>empty();
    return new NextState(status, "", dueAt, 0);
  }

  default Delivery recorded(Delivery delivery) {
    assertThat(deliveries().record(delivery)).isEqualTo(new Recording.Recorded());
    return delivery;
  }

  /// The first page, of at most ten.
  default List<Delivery> listed(DeliveryFilter filter) {
    return deliveries().list(filter, Optional.empty(), 10).items();
  }

  default Delivery stored(Delivery delivery) {
    return deliveries().find(delivery.id()).orElseThrow();
  }

  default AttemptClaim claimed(Delivery delivery, Instant now) {
    Claiming answer = deliveries().claim(delivery, now, now.plus(LEASE));
    assertThat(answer).isInstanceOf(Claiming.Claimed.class);
    return ((Claiming.Claimed) answer).claim();
  }

  /// Begins a new round of the delivery, whatever its status.
  default Delivery restarted(Delivery delivery, Instant now) {
    Restarting answer =
        deliveries()
            .restart(
                delivery.id(),
                EnumSet.allOf(DeliveryStatus.class),
                delivery.configurationId().orElseThrow(),
                now);
    assertThat(answer).isInstanceOf(Restarting.Restarted.class);
    return ((Restarting.Restarted) answer).delivery();
  }

  default Attempt complete(AttemptClaim claim, AttemptOutcome outcome, DeliveryStatus status) {
    Attempt attempt = Samples.attempt(claim.number(), outcome);
    assertThat(deliveries().complete(claim, attempt, nextState(status)))
        .isEqualTo(Completion.COMPLETED);
    return attempt;
  }
}
