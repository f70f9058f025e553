package io.cdrwebhooks.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.delivery.Attempt;
import io.cdrwebhooks.delivery.AttemptNumber;
import io.cdrwebhooks.delivery.AttemptOutcome;
import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.delivery.DeliveryProgress;
import io.cdrwebhooks.delivery.DeliveryStatus;
import io.cdrwebhooks.link.DownloadLink;
import io.cdrwebhooks.statistics.CollectedCounts.Slot;
import io.cdrwebhooks.testing.Race;
import io.cdrwebhooks.testing.SampleProgress;
import io.cdrwebhooks.testing.Samples;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TallyTest {
  private static final CollectedCounts NOTHING = new CollectedCounts(Map.of(), Map.of());

  private static final Duration LATENCY = Duration.ofMillis(137);

  private final Delivery delivery = Samples.delivery();
  private final ConfigurationId configuration = delivery.configurationId().orElseThrow();
  private Instant now = Instant.parse("2026-03-01T23:59:59.999Z");
  private final InMemoryStatistics statistics = new InMemoryStatistics();
  private final Tally tally = new Tally(() -> now);

  @Test
  void eventCountsForTotalAndConfigurationByHour() {
    tally.recorded(delivery);

    TimeBucket created = TimeBucket.of(BucketSize.HOUR, delivery.createdAt());
    Counts one = Counts.ONE_DELIVERY.with(Outcomes.ONE_RECORDED);
    assertThat(tally.drain())
        .isEqualTo(
            new CollectedCounts(
                Map.of(
                    new Slot(Series.ALL, created), one,
                    new Slot(Series.of(configuration), created), one),
                Map.of()));
    tally.recorded(configuration, delivery.createdAt());
    assertThat(tally.drain().counts())
        .as("of another worker")
        .isEqualTo(
            Map.of(
                new Slot(Series.ALL, created), one,
                new Slot(Series.of(configuration), created), one));
    tally.linkFollowed(link(delivery));
    assertThat(tally.drain().counts())
        .containsKey(
            new Slot(
                Series.ALL,
                new TimeBucket(BucketSize.HOUR, Instant.parse("2026-03-01T23:00:00Z"))));
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
    tally.linkFollowed(link(delivery));
    tally.moved(delivery, DeliveryStatus.FAILED);

    LatencyHistogram one = LatencyHistogram.of(LATENCY);
    Counts sum = total(Series.ALL);
    assertThat(sum.with(Outcomes.NONE))
        .isEqualTo(new Counts(1, 1, 1, 1, 3, 1, one.plus(one).plus(one).plus(one)));
  }

  @ParameterizedTest
  @EnumSource(names = {"PENDING", "HELD", "UNROUTED"})
  void openDeliveryIsNotCountedAsEnded(DeliveryStatus status) {
    tally.moved(delivery, status);

    assertThat(total(Series.ALL).with(Outcomes.NONE)).isEqualTo(Counts.NONE);
  }

  /// A failed attempt, another one that is the last, a redelivery, and its success.
  @Test
  void outcomesFollowTheLatestState() {
    tally.recorded(delivery);
    assertThat(outcomes()).isEqualTo(Outcomes.ONE_RECORDED);
    assertThat(outcomes().waiting()).isEqualTo(1);
    tally.moved(delivery, DeliveryStatus.PENDING);
    assertThat(outcomes()).isEqualTo(new Outcomes(1, 0, 1, 0, 0, 0));
    Delivery retrying = tried();
    tally.moved(retrying, DeliveryStatus.PENDING);
    tally.moved(retrying, DeliveryStatus.FAILED);
    assertThat(outcomes()).isEqualTo(new Outcomes(1, 0, 0, 0, 1, 0));
    tally.restarted(kept(DeliveryStatus.FAILED), configuration);
    assertThat(outcomes()).isEqualTo(Outcomes.ONE_RECORDED);
    tally.moved(delivery, DeliveryStatus.DELIVERED);
    assertThat(outcomes()).isEqualTo(new Outcomes(1, 1, 0, 0, 0, 0));
  }

  @ParameterizedTest
  @EnumSource(names = {"HELD", "FAILED", "UNROUTED"})
  void outcomesOfReportsThatEndAtArrivalAddUp(DeliveryStatus status) {
    Delivery arrived = kept(status);
    tally.recorded(arrived);
    tally.ended(arrived);
    assertThat(outcomes().waiting()).isZero();
    assertThat(outcomes().total()).isEqualTo(1);
    tally.restarted(arrived, configuration);
    assertThat(outcomes().waiting()).isEqualTo(1);
    tally.moved(delivery, DeliveryStatus.DELIVERED);
    assertThat(outcomes()).isEqualTo(new Outcomes(1, 1, 0, 0, 0, 0));
    assertThat(total(Series.of(configuration)).outcomes())
        .isEqualTo(new Outcomes(1, 1, 0, 0, 0, 0));
  }

  @Test
  void changesThatCancelEachOtherAreNotAdded() {
    tally.moved(delivery, DeliveryStatus.PENDING);
    tally.restarted(tried(), configuration);

    assertThat(tally.drain()).isEqualTo(NOTHING);
  }

  @Test
  void lostChangesDoNotMakeCountsNegative() {
    Outcomes lost = new Outcomes(2, 3, -1, 0, 0, 0);

    assertThat(lost.waiting()).isZero();
    assertThat(lost.summed()).isEqualTo(new Outcomes(3, 3, 0, 0, 0, 0));
  }

  private Delivery tried() {
    return Samples.with(
        delivery,
        SampleProgress.of(DeliveryStatus.PENDING)
            .because("the receiver answered 503")
            .after(new AttemptNumber(1, 1))
            .dueAt(delivery.createdAt())
            .build(),
        configuration);
  }

  private Delivery kept(DeliveryStatus status) {
    DeliveryProgress progress = DeliveryProgress.kept(status, "why");
    return status == DeliveryStatus.UNROUTED
        ? Samples.with(delivery, progress)
        : Samples.with(delivery, progress, configuration);
  }

  private Outcomes outcomes() {
    return total(Series.ALL).outcomes();
  }

  /// The counts of a series since the test began, over all hours.
  private Counts total(Series series) {
    statistics.add(tally.drain());
    return statistics.total(series);
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

  private DownloadLink link(Delivery of) {
    return DownloadLink.issue(Samples.token(), of, now);
  }

  /// Earlier versions issued such links.
  @Test
  void linkThatNamesNoConfigurationCountsOnlyForTheTotal() {
    tally.linkFollowed(
        new DownloadLink(
            Samples.token().hash(),
            delivery.id(),
            delivery.report(),
            Instant.parse("2026-03-02T00:00:00Z"),
            false));

    assertThat(total(Series.ALL)).isEqualTo(Counts.ONE_LINK_FOLLOWED);
    assertThat(total(Series.of(configuration))).isEqualTo(Counts.NONE);
  }

  @Test
  void testDeliveriesAreNotCounted() {
    Delivery test = Samples.ofSample(delivery);
    tally.recorded(test);
    tally.attempted(test, attempt(AttemptOutcome.REJECTED));
    tally.moved(test, DeliveryStatus.DELIVERED);
    tally.moved(test, DeliveryStatus.FAILED);
    tally.linkFollowed(link(test));

    assertThat(tally.drain()).isEqualTo(new CollectedCounts(Map.of(), Map.of()));
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
