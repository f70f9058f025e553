package io.cdrwebhooks.aws.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.delivery.Attempt;
import io.cdrwebhooks.delivery.AttemptNumber;
import io.cdrwebhooks.delivery.AttemptOutcome;
import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.delivery.DeliveryProgress;
import io.cdrwebhooks.delivery.DeliveryStatus;
import io.cdrwebhooks.emulators.backend.SpeaksToAws;
import io.cdrwebhooks.statistics.BucketSize;
import io.cdrwebhooks.statistics.CollectedCounts;
import io.cdrwebhooks.statistics.CollectedCounts.Slot;
import io.cdrwebhooks.statistics.Counts;
import io.cdrwebhooks.statistics.LatencyHistogram;
import io.cdrwebhooks.statistics.Outcomes;
import io.cdrwebhooks.statistics.Series;
import io.cdrwebhooks.statistics.Statistics;
import io.cdrwebhooks.statistics.StatisticsContract;
import io.cdrwebhooks.statistics.StatisticsWindow;
import io.cdrwebhooks.statistics.Tally;
import io.cdrwebhooks.statistics.TimeBucket;
import io.cdrwebhooks.testing.Samples;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// Tests that the counts in DynamoDB keep the contract and their limits of requests.
@SpeaksToAws
class DynamoDbStatisticsTest implements StatisticsContract {
  private static final TestTables TABLES = TestTables.create();

  private final AtomicInteger requests = new AtomicInteger();

  @Override
  public Statistics statistics() {
    return TABLES.statistics();
  }

  /// Everything and the configuration; the last failure is one more.
  @Test
  void batchOfOneConfigurationTakesTwoRequestsThreeAfterAFailure() {
    ConfigurationId id = Samples.configurationId();
    counted().add(batch(AttemptOutcome.DELIVERED, Collections.nCopies(10, id)));
    assertThat(requests).hasValue(2);

    counted().add(batch(AttemptOutcome.REJECTED, Collections.nCopies(10, id)));
    assertThat(requests).hasValue(2 + 3);

    counted().add(new CollectedCounts(Map.of(), Map.of()));
    assertThat(requests).hasValue(2 + 3);

    List<ConfigurationId> ten = Stream.generate(Samples::configurationId).limit(10).toList();
    counted().add(batch(AttemptOutcome.DELIVERED, ten));
    assertThat(requests).as("one more for each further one").hasValue(2 + 3 + 1 + 10);
  }

  @Test
  void anyWindowIsReadWithOneRequest() {
    Series series = Series.of(Samples.configurationId());
    StatisticsWindow longest = StatisticsWindow.of(NOW.minus(StatisticsWindow.MAX_LENGTH), NOW);
    longest
        .buckets()
        .forEach(day -> add(series, TimeBucket.of(BucketSize.HOUR, day.start()), largest()));

    assertThat(counted().read(series, longest)).hasSize(91);
    assertThat(requests).hasValue(1);
  }

  @Test
  void healthTakesOneRequestForEachConfiguration() {
    Set<ConfigurationId> page =
        Stream.generate(Samples::configurationId).limit(100).collect(Collectors.toSet());
    counted().health(page, NOW);
    assertThat(requests).hasValue(100);

    page.forEach(
        id -> statistics().add(batch(AttemptOutcome.REJECTED, Collections.nCopies(10, id))));
    counted().health(page, NOW);
    assertThat(requests).hasValue(100 + 100);

    counted().health(Samples.configurationId(), NOW);
    assertThat(requests).hasValue(100 + 100 + 1);
  }

  /// All functions add to this series, more often than one item can be written.
  @Test
  void everythingIsCountedInFourItemsThatAddUp() {
    Instant noon = Instant.parse("2031-05-06T12:00:00Z");
    for (int i = 0; i < 200; i++) {
      add(
          Series.ALL,
          TimeBucket.of(BucketSize.HOUR, noon),
          new Counts(1, 0, 0, 0, 0, 0, LatencyHistogram.EMPTY));
    }
    StatisticsWindow window =
        StatisticsWindow.of(noon.minus(Duration.ofDays(1)), noon.plusMillis(1));

    assertThat(counted().read(Series.ALL, window).values())
        .extracting(Counts::deliveries)
        .containsExactly(200L);
    assertThat(requests).hasValue(4);
    assertThat(
            TABLES.client().scan(request -> request.tableName(TABLES.names().statistics())).items())
        .filteredOn(item -> item.get("bucket").s().equals("H2031-05-06T12"))
        .hasSize(4);
  }

  @Test
  void addingCostsOneWriteUnit() {
    Series series = Series.of(Samples.configurationId());
    add(series, TimeBucket.of(BucketSize.HOUR, NOW), largest());
    assertThat(items(series))
        .hasSize(1)
        .allSatisfy(item -> assertThat(ItemSize.bytes(item)).isLessThan(1_024));
  }

  @Test
  void hoursAndFailuresAreKeptForAHundredDays() {
    ConfigurationId id = Samples.configurationId();
    CollectedCounts batch = batch(AttemptOutcome.REJECTED, List.of(id));
    statistics().add(batch);
    assertThat(
            items(Series.of(id)).stream()
                .collect(
                    Collectors.toMap(
                        item -> item.get("bucket").s(),
                        item -> Long.parseLong(item.get(TableDefinition.TIME_TO_LIVE).n()))))
        .isEqualTo(
            Map.of(
                "H2026-03-01T12", epochSecond("2026-06-09T13:00:00Z"),
                "LAST", batch.failures().get(id).at().plus(Duration.ofDays(100)).getEpochSecond()));
  }

  @Test
  void failedAdditionDoesNotLoseOtherCounts() {
    WatchedHttp http = new WatchedHttp();
    Statistics failing = TABLES.through(http).statistics();
    AtomicInteger asked = new AtomicInteger();
    http.watchedBy(
        new WatchedHttp.Watch() {
          @Override
          public void before() throws IOException {
            // Eight at once, three tries each: at least three of them fail, and at most eight.
            if (asked.incrementAndGet() <= 24) {
              throw new IOException("unreachable");
            }
          }
        });
    List<ConfigurationId> ten = Stream.generate(Samples::configurationId).limit(10).toList();

    assertThatThrownBy(() -> failing.add(batch(AttemptOutcome.DELIVERED, ten)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("of 11 updates");

    assertThat(ten.stream().mapToInt(id -> items(Series.of(id)).size()).sum()).isBetween(2, 8);
  }

  /// The answer never arrives, and the caller continues: without a limit this test would not end.
  @Test
  void addingWaitsNoLongerThanItsLimit() {
    WatchedHttp http = new WatchedHttp();
    CountDownLatch never = new CountDownLatch(1);
    http.watchedBy(
        new WatchedHttp.Watch() {
          @Override
          public void before() throws IOException {
            try {
              never.await();
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
              throw new IOException(e);
            }
          }
        });
    Statistics hanging = TABLES.through(http).impatientStatistics();
    List<ConfigurationId> many = Stream.generate(Samples::configurationId).limit(30).toList();

    assertThatThrownBy(() -> hanging.add(batch(AttemptOutcome.DELIVERED, many)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("31 of 31");
  }

  private Statistics counted() {
    WatchedHttp http = new WatchedHttp();
    http.watchedBy(
        new WatchedHttp.Watch() {
          @Override
          public void before() {
            requests.incrementAndGet();
          }
        });
    return TABLES.through(http).statistics();
  }

  /// A delivery and its attempt for each of these configurations.
  private static CollectedCounts batch(
      AttemptOutcome outcome, List<ConfigurationId> configurations) {
    Tally tally = new Tally(() -> NOW);
    for (ConfigurationId id : configurations) {
      Delivery delivery = Samples.with(Samples.delivery(), DeliveryProgress.pending(NOW), id);
      Attempt attempt = Samples.attempt(new AttemptNumber(1, 1), outcome);
      tally.recorded(delivery);
      tally.attempted(delivery, attempt);
      tally.moved(delivery, DeliveryStatus.DELIVERED);
    }
    return tally.drain();
  }

  private void add(Series series, TimeBucket hour, Counts counts) {
    statistics().add(new CollectedCounts(Map.of(new Slot(series, hour), counts), Map.of()));
  }

  private static Counts largest() {
    long most = 999_999_999_999L;
    return new Counts(
        most,
        most,
        most,
        most,
        most,
        most,
        new LatencyHistogram(Collections.nCopies(LatencyHistogram.BOUNDS.size(), most)),
        new Outcomes(most, most, most, most, most, most));
  }

  private static List<Map<String, AttributeValue>> items(Series series) {
    AttributeValue key =
        AttributeValue.fromS(series.configuration().map(ConfigurationId::value).orElseThrow());
    return TABLES
        .client()
        .query(
            request ->
                request
                    .tableName(TABLES.names().statistics())
                    .keyConditionExpression("series = :series")
                    .expressionAttributeValues(Map.of(":series", key)))
        .items();
  }

  private static long epochSecond(String instant) {
    return Instant.parse(instant).getEpochSecond();
  }
}
