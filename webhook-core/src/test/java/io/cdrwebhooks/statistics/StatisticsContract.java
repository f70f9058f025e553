package io.cdrwebhooks.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.statistics.CollectedCounts.Slot;
import io.cdrwebhooks.testing.Race;
import io.cdrwebhooks.testing.Samples;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The contract of every store of counts; each test uses separate configurations.
public interface StatisticsContract {
  Instant NOW = Samples.NOW;
  int THREADS = 6;

  Statistics statistics();

  @Test
  default void additionsAddUp() {
    Series series = Series.of(Samples.configurationId());
    TimeBucket hour = TimeBucket.of(BucketSize.HOUR, NOW);
    Counts first = new Counts(5, 4, 3, 2, 1, 7, LatencyHistogram.of(Duration.ofMillis(137)));
    Counts second = Counts.oneAttempt(false, Duration.ofSeconds(15));

    add(series, hour, first);
    add(series, hour, second);
    add(series, hour, Counts.ONE_LINK_FOLLOWED);

    assertThat(statistics().read(series, hours(1)))
        .isEqualTo(Map.of(hour, first.plus(second).plus(Counts.ONE_LINK_FOLLOWED)));
  }

  @Test
  default void outcomesChangeUpAndDown() {
    Series series = Series.of(Samples.configurationId());
    TimeBucket hour = TimeBucket.of(BucketSize.HOUR, NOW);
    add(series, hour, Counts.ONE_DELIVERY.with(new Outcomes(6, 1, 2, 1, 1, 1)));
    add(series, hour, Counts.NONE.with(new Outcomes(0, 1, -1, -1, 2, -1)));

    assertThat(statistics().read(series, hours(1)))
        .isEqualTo(Map.of(hour, Counts.ONE_DELIVERY.with(new Outcomes(6, 2, 1, 0, 3, 0))));
  }

  @Test
  default void seriesAreCountedSeparately() {
    Series one = Series.of(Samples.configurationId());
    Series other = Series.of(Samples.configurationId());
    TimeBucket hour = TimeBucket.of(BucketSize.HOUR, NOW);

    statistics()
        .add(
            new CollectedCounts(
                Map.of(
                    new Slot(one, hour), Counts.ONE_DELIVERY,
                    new Slot(other, hour), Counts.ONE_FAILED),
                Map.of()));

    assertThat(statistics().read(one, hours(1))).isEqualTo(Map.of(hour, Counts.ONE_DELIVERY));
    assertThat(statistics().read(other, hours(1))).isEqualTo(Map.of(hour, Counts.ONE_FAILED));
  }

  @Test
  default void dayIsTheSumOfItsHours() {
    Series series = Series.of(Samples.configurationId());
    TimeBucket day = TimeBucket.of(BucketSize.DAY, NOW);
    add(series, TimeBucket.of(BucketSize.HOUR, day.start().minusMillis(1)), Counts.ONE_FAILED);
    add(series, TimeBucket.of(BucketSize.HOUR, day.start()), Counts.ONE_DELIVERY);
    add(series, TimeBucket.of(BucketSize.HOUR, day.end().minusMillis(1)), Counts.ONE_DELIVERED);
    add(series, TimeBucket.of(BucketSize.HOUR, day.end()), Counts.ONE_FAILED);

    assertThat(statistics().read(series, days(1)))
        .isEqualTo(Map.of(day, Counts.ONE_DELIVERY.plus(Counts.ONE_DELIVERED)));
  }

  @Test
  default void everythingIsOneSeries() {
    TimeBucket day = TimeBucket.of(BucketSize.DAY, NOW);
    long before = deliveriesOfAll(day);
    add(Series.ALL, TimeBucket.of(BucketSize.HOUR, NOW), Counts.ONE_DELIVERY);
    assertThat(deliveriesOfAll(day)).isEqualTo(before + 1);
  }

  private long deliveriesOfAll(TimeBucket day) {
    return statistics().read(Series.ALL, days(1)).getOrDefault(day, Counts.NONE).deliveries();
  }

  @Test
  default void windowHasExactlyItsBuckets() {
    for (BucketSize size : BucketSize.values()) {
      Series series = Series.of(Samples.configurationId());
      for (int ago = 0; ago < 5; ago++) {
        Instant at = NOW.minus(size.duration().multipliedBy(ago));
        add(series, TimeBucket.of(BucketSize.HOUR, at), Counts.ONE_DELIVERY);
      }
      Instant newest = TimeBucket.of(size, NOW).start();
      StatisticsWindow middle =
          new StatisticsWindow(size, newest.minus(size.duration().multipliedBy(3)), newest);
      assertThat(statistics().read(series, middle))
          .containsOnlyKeys(middle.buckets().toArray(TimeBucket[]::new));
    }
  }

  @Test
  default void concurrentAdditionsLoseNothing() {
    Series series = Series.of(Samples.configurationId());
    TimeBucket hour = TimeBucket.of(BucketSize.HOUR, NOW);
    Race.of(
        THREADS,
        i ->
            () -> {
              add(series, hour, Counts.oneAttempt(i % 2 == 0, Duration.ofMillis(20)));
              return i;
            });
    Counts counts = statistics().read(series, hours(1)).getOrDefault(hour, Counts.NONE);
    assertThat(counts.attemptsDelivered()).isEqualTo(THREADS / 2);
    assertThat(counts.attemptsFailed()).isEqualTo(THREADS / 2);
    assertThat(counts.latencies().total()).isEqualTo(THREADS);
  }

  @Test
  default void healthIsOfYesterdayAndToday() {
    ConfigurationId id = Samples.configurationId();
    for (int daysAgo = 0; daysAgo < 4; daysAgo++) {
      TimeBucket hour = TimeBucket.of(BucketSize.HOUR, NOW.minus(Duration.ofDays(daysAgo)));
      add(Series.of(id), hour, Counts.oneAttempt(daysAgo != 1, Duration.ofMillis(20)));
    }

    ConfigurationHealth health = statistics().health(id, NOW);

    assertThat(health)
        .isEqualTo(
            new ConfigurationHealth(Instant.parse("2026-02-28T00:00:00Z"), 1, 1, Optional.empty()));
    assertThat(health.successRate()).hasValue(0.5);
  }

  @Test
  default void healthOfAnUnknownConfigurationIsEmpty() {
    ConfigurationHealth health = statistics().health(Samples.configurationId(), NOW);

    assertThat(health).isEqualTo(ConfigurationHealth.unused(NOW));
    assertThat(health.successRate()).isEmpty();
    assertThat(statistics().health(Set.of(), NOW)).isEmpty();
  }

  @Test
  default void latestFailureIsKept() {
    ConfigurationId id = Samples.configurationId();
    LastFailure early = new LastFailure(NOW, "the receiver answered 503");
    LastFailure late = new LastFailure(NOW.plusMillis(1), "");

    fail(id, early);
    assertThat(statistics().health(id, NOW).lastFailure()).contains(early);
    fail(id, late);
    fail(id, early);
    assertThat(statistics().health(id, NOW).lastFailure()).contains(late);
    fail(id, new LastFailure(NOW.plusMillis(2), "no \u20ac"));
    assertThat(statistics().health(id, NOW.plus(Duration.ofDays(30))).lastFailure())
        .contains(new LastFailure(NOW.plusMillis(2), "no \u20ac"));
  }

  @Test
  default void healthOfAHundredIsReadAtOnce() {
    List<ConfigurationId> ids =
        Stream.generate(Samples::configurationId).limit(Statistics.MAX_CONFIGURATIONS).toList();
    TimeBucket hour = TimeBucket.of(BucketSize.HOUR, NOW);
    ids.subList(0, 50)
        .forEach(id -> add(Series.of(id), hour, Counts.oneAttempt(true, Duration.ofMillis(20))));

    Map<ConfigurationId, ConfigurationHealth> health = statistics().health(Set.copyOf(ids), NOW);

    assertThat(health.keySet()).containsExactlyInAnyOrderElementsOf(ids);
    assertThat(
            health.entrySet().stream()
                .filter(entry -> entry.getValue().attempts() == 1)
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet()))
        .isEqualTo(Set.copyOf(ids.subList(0, 50)));
    Set<ConfigurationId> tooMany =
        Stream.generate(Samples::configurationId).limit(101).collect(Collectors.toSet());
    assertThatThrownBy(() -> statistics().health(tooMany, NOW))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  default void emptyAdditionWritesNothing() {
    Map<TimeBucket, Counts> before = statistics().read(Series.ALL, hours(1));

    statistics().add(new CollectedCounts(Map.of(), Map.of()));

    assertThat(statistics().read(Series.ALL, hours(1))).isEqualTo(before);
  }

  private void add(Series series, TimeBucket hour, Counts counts) {
    statistics().add(new CollectedCounts(Map.of(new Slot(series, hour), counts), Map.of()));
  }

  private void fail(ConfigurationId id, LastFailure failure) {
    statistics().add(new CollectedCounts(Map.of(), Map.of(id, failure)));
  }

  private static StatisticsWindow hours(int count) {
    Instant end = TimeBucket.of(BucketSize.HOUR, NOW).end();
    return new StatisticsWindow(BucketSize.HOUR, end.minus(Duration.ofHours(count)), end);
  }

  private static StatisticsWindow days(int count) {
    Instant end = TimeBucket.of(BucketSize.DAY, NOW).end();
    return new StatisticsWindow(BucketSize.DAY, end.minus(Duration.ofDays(count)), end);
  }
}
