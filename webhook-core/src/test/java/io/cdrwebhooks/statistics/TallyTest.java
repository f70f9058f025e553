package io.cdrwebhooks.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.delivery.Attempt;
import io.cdrwebhooks.delivery.AttemptNumber;
import io.cdrwebhooks.delivery.AttemptOutcome;
import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.delivery.DeliveryProgress;
import io.cdrwebhooks.delivery.DeliveryStatus;
import io.cdrwebhooks.statistics.Tallied.Slot;
import io.cdrwebhooks.testing.Race;
import io.cdrwebhooks.testing.Samples;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TallyTest {
  private static final Tallied NOTHING = new Tallied(Map.of(), Map.of());

  private static final Duration LATENCY = Duration.ofMillis(137);

  private final Delivery delivery = Samples.delivery();
  private final ConfigurationId configuration = delivery.configurationId().orElseThrow();
  private Instant now = Instant.parse("2026-03-01T23:59:59.999Z");
  private final Tally tally = new Tally(() -> now);

  @Test
  void eventCountsForTotalAndConfigurationByHour() {
    tally.recorded(delivery);

    TimeBucket hour = new TimeBucket(BucketSize.HOUR, Instant.parse("2026-03-01T23:00:00Z"));
    assertThat(tally.drain())
        .isEqualTo(
            new Tallied(
                Map.of(
                    new Slot(Series.ALL, hour), Counts.ONE_DELIVERY,
                    new Slot(Series.of(configuration), hour), Counts.ONE_DELIVERY),
                Map.of()));
  }

  @Test
  void countsRestartAfterDraining() {
    tally.recorded(delivery);

    assertThat(tally.drain()).isNotEqualTo(NOTHING);
    assertThat(tally.drain()).isEqualTo(NOTHING);
  }

  @Test
  void unroutedDeliveryCountsOnlyForTheTotal() {
    tally.recorded(
        Samples.with(delivery, DeliveryProgress.kept(DeliveryStatus.UNROUTED, "unknown")));

    assertThat(tally.drain().counts().keySet()).extracting(Slot::series).containsOnly(Series.ALL);
  }

  @Test
  void everyEventOfADeliveryIsCounted() {
    tally.recorded(delivery);
    tally.attempted(delivery, attempt(AttemptOutcome.REJECTED));
    tally.attempted(delivery, attempt(AttemptOutcome.UNREACHABLE));
    tally.attempted(delivery, attempt(AttemptOutcome.BLOCKED));
    tally.attempted(delivery, attempt(AttemptOutcome.DELIVERED));
    tally.moved(delivery, DeliveryStatus.DELIVERED);
    tally.linkFollowed(delivery);
    tally.moved(delivery, DeliveryStatus.FAILED);

    LatencyHistogram one = LatencyHistogram.of(LATENCY);
    assertThat(tally.drain().counts().values())
        .hasSize(2)
        .containsOnly(new Counts(1, 1, 1, 1, 3, 1, one.plus(one).plus(one).plus(one)));
  }

  @ParameterizedTest
  @EnumSource(names = {"PENDING", "HELD", "UNROUTED"})
  void openDeliveryCountsAsNoEnd(DeliveryStatus status) {
    tally.moved(delivery, status);

    assertThat(tally.drain()).isEqualTo(NOTHING);
  }

  @Test
  void latestFailureIsNotedWithItsReason() {
    Attempt latest = Samples.attempt(new AttemptNumber(1, 7), AttemptOutcome.REJECTED);
    tally.attempted(delivery, latest);
    tally.attempted(delivery, attempt(AttemptOutcome.UNREACHABLE));
    tally.attempted(delivery, Samples.attempt(new AttemptNumber(1, 9), AttemptOutcome.DELIVERED));

    assertThat(tally.drain().failures())
        .isEqualTo(
            Map.of(
                configuration,
                new LastFailure(latest.startedAt().plus(latest.duration()), latest.reason())));
  }

  @Test
  void testDeliveriesAreNotCounted() {
    Delivery test = Samples.ofSample(delivery);
    tally.recorded(test);
    tally.attempted(test, attempt(AttemptOutcome.REJECTED));
    tally.moved(test, DeliveryStatus.DELIVERED);
    tally.moved(test, DeliveryStatus.FAILED);
    tally.linkFollowed(test);

    assertThat(tally.drain()).isEqualTo(new Tallied(Map.of(), Map.of()));
  }

  @Test
  void severalThreadsLoseNothing() {
    int each = 1_000;
    Race.of(
        6,
        _ ->
            () -> {
              for (int i = 0; i < each; i++) {
                tally.recorded(delivery);
              }
              return true;
            });

    assertThat(tally.drain().counts().values())
        .hasSize(2)
        .allSatisfy(counts -> assertThat(counts.deliveries()).isEqualTo(6L * each));
  }

  private static Attempt attempt(AttemptOutcome outcome) {
    return Samples.attempt(new AttemptNumber(1, 1), outcome);
  }
}
