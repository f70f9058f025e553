package io.cdrwebhooks.dispatch.sweep;

import static io.cdrwebhooks.dispatch.DispatchSystem.CONFIGURATION;
import static io.cdrwebhooks.dispatch.TestEvents.event;
import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.delivery.DeliveryProgress;
import io.cdrwebhooks.delivery.DeliveryStatus;
import io.cdrwebhooks.dispatch.DispatchSystem;
import io.cdrwebhooks.dispatch.TestContext;
import io.cdrwebhooks.dispatch.TestEvents;
import io.cdrwebhooks.statistics.BucketSize;
import io.cdrwebhooks.statistics.ConfigurationHealth;
import io.cdrwebhooks.statistics.Counts;
import io.cdrwebhooks.statistics.LastFailure;
import io.cdrwebhooks.statistics.LatencyHistogram;
import io.cdrwebhooks.statistics.Outcomes;
import io.cdrwebhooks.statistics.Series;
import io.cdrwebhooks.statistics.Statistics;
import io.cdrwebhooks.statistics.TimeBucket;
import io.cdrwebhooks.testing.Samples;
import io.cdrwebhooks.work.DueWork;
import io.cdrwebhooks.work.WorkMessages;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/// Tests that dispatch counts its work once for each batch, and never fails a message because of
/// it.
class CountsTest {
  private static final Outcomes DELIVERED = new Outcomes(1, 1, 0, 0, 0, 0);
  private static final Outcomes RETRYING = new Outcomes(1, 0, 1, 0, 0, 0);
  private static final Outcomes FAILED = new Outcomes(1, 0, 0, 0, 1, 0);
  private static final Outcomes UNROUTED = new Outcomes(1, 0, 0, 0, 0, 1);

  @AutoClose private final DispatchSystem system = new DispatchSystem();

  @Test
  void deliveredReportIsCounted() throws IOException {
    system.withTask();
    arrive(system, "tx00001.zip");

    Counts counts = system.statistics.total(Series.of(CONFIGURATION));
    assertThat(counts).isEqualTo(new Counts(1, 1, 0, 1, 0, 0, counts.latencies(), DELIVERED));
    assertThat(counts.latencies().total()).isEqualTo(1);
    assertThat(system.statistics.total(Series.ALL)).isEqualTo(counts);
    assertThat(health(system).successRate()).hasValue(1);
  }

  /// Reports that arrive in a steady stream cost no more than a rare one.
  @Test
  void reportsOfTwoInvocationsAreEachCountedWithTheirAttempts() throws IOException {
    system.withTask();
    arrive(system, "tx00001.zip");
    arrive(system, "tx00002.zip");

    assertThat(system.statistics.additions())
        .hasSize(2)
        .allSatisfy(addition -> assertThat(addition.counts()).hasSize(2));
    assertThat(system.statistics.total(Series.ALL).deliveries()).isEqualTo(2);
  }

  /// The hour of a report's creation has it, however late its message is.
  @Test
  void lateMessageCountsInTheHourOfTheReport() throws IOException {
    system.withTask();
    system.lanesStandStill();
    arrive(system, "tx00001.zip");
    assertThat(system.statistics.additions()).isEmpty();
    Instant recordedAt = system.delivery().createdAt();
    DueWork sent = system.workMessages.sent().getLast().work();

    system.now = system.now.plus(Duration.ofHours(3));
    system.invoke(TestEvents.laneMessage((DueWork.OfLane) sent));

    assertThat(system.statistics.total(Series.of(CONFIGURATION)).deliveries()).isEqualTo(1);
    assertThat(
            system.statistics.additions().getFirst().counts().entrySet().stream()
                .filter(count -> count.getValue().deliveries() > 0))
        .hasSize(2)
        .allSatisfy(
            count ->
                assertThat(count.getKey().hour())
                    .isEqualTo(TimeBucket.of(BucketSize.HOUR, recordedAt)));
  }

  @Test
  void reportWhoseMessageCouldNotBeSentIsCountedOnce() throws IOException {
    system.withTask();
    AtomicBoolean refused = new AtomicBoolean();
    system.watch(
        call -> {
          if (call.is(WorkMessages.class, "send") && !refused.getAndSet(true)) {
            throw new IllegalStateException("the queue is throttled");
          }
        });
    String event = event(system.put("tx00001.zip", "v1"));

    assertThat(system.invoke(event)).hasSize(1);
    assertThat(system.statistics.total(Series.ALL).deliveries()).isEqualTo(1);
    system.invoke(event);

    assertThat(system.delivery().status()).isEqualTo(DeliveryStatus.DELIVERED);
    assertThat(system.statistics.total(Series.ALL).deliveries()).isEqualTo(1);
  }

  /// Later attempts measure the schedule, not the speed of the system.
  @Test
  void timeToDeliveryCountsFirstAttemptsOnly() throws IOException {
    try (DispatchSystem system = new DispatchSystem().withTask()) {
      system.vaultTakes = Duration.ofSeconds(2);
      arrive(system, "tx00001.zip");
      assertThat(system.metrics)
          .last()
          .asString()
          .contains("\"DeliveredAtOnce\":1", "\"DeliveredAtOnceMilliseconds\":2000");
    }
    try (DispatchSystem system = new DispatchSystem().withTask()) {
      system.receiver.answer(500, "down");
      arrive(system, "tx00001.zip");
      system.receiver.answer(200, "up");
      system.nextAttempt();
      assertThat(system.delivery().status()).isEqualTo(DeliveryStatus.DELIVERED);
      assertThat(system.metrics).isNotEmpty().noneMatch(line -> line.contains("AtOnce"));
    }
  }

  @Test
  void repeatedEventIsNotCountedAgain() throws IOException {
    system.withTask();
    String event = event(system.put("tx00001.zip", "v1"));
    system.invoke(event);
    system.invoke(event, event);

    assertThat(system.statistics.total(Series.ALL).deliveries()).isEqualTo(1);
    assertThat(system.statistics.total(Series.ALL).attemptsDelivered()).isEqualTo(1);
  }

  @Test
  void failedAttemptsAndTheFinalFailureAreCounted() throws IOException {
    system.withTask();
    system.receiver.answer(500, "down");
    arrive(system, "tx00001.zip");
    assertThat(system.statistics.total(Series.ALL).attemptsFailed()).isEqualTo(1);
    assertThat(system.statistics.total(Series.ALL).failed()).isZero();
    assertThat(system.statistics.total(Series.ALL).outcomes()).isEqualTo(RETRYING);
    assertThat(health(system).lastFailure())
        .contains(new LastFailure(system.now, "the receiver answered 500"));

    while (system.delivery().status() == DeliveryStatus.PENDING) {
      system.nextAttempt();
    }

    Counts counts = system.statistics.total(Series.of(CONFIGURATION));
    assertThat(counts).isEqualTo(new Counts(1, 0, 1, 0, 13, 0, counts.latencies(), FAILED));
    assertThat(health(system).attemptsDelivered()).isZero();
  }

  @Test
  void deliveryOfADeletedConfigurationCountsAsFailed() throws IOException {
    system.withTask();
    system.receiver.answer(500, "down");
    arrive(system, "tx00001.zip");
    system.withoutConfiguration();
    system.nextAttempt();

    assertThat(system.delivery().status()).isEqualTo(DeliveryStatus.FAILED);
    assertThat(system.statistics.total(Series.of(CONFIGURATION)).failed()).isEqualTo(1);
  }

  @Test
  void reportOfAnUnknownTaskCountsForTheTotal() throws IOException {
    arrive(system, "tx00001.zip");

    assertThat(system.statistics.total(Series.ALL))
        .isEqualTo(new Counts(1, 0, 0, 0, 0, 0, LatencyHistogram.EMPTY, UNROUTED));
    assertThat(system.statistics.total(Series.of(CONFIGURATION))).isEqualTo(Counts.NONE);
  }

  @Test
  void testDeliveryIsNotCounted() throws IOException {
    system.withTask();
    Delivery test =
        Samples.ofSample(
            Samples.with(
                Samples.delivery(DispatchSystem.TASK, system.now),
                DeliveryProgress.pending(system.now),
                CONFIGURATION));
    system.deliveries.record(test);
    system.receiver.answer(500, "down");
    assertThat(system.due(test.id())).isEmpty();

    assertThat(system.receiver.received).hasSize(1);
    assertThat(system.delivery().status()).isEqualTo(DeliveryStatus.FAILED);
    assertThat(system.statistics.additions()).isEmpty();
    assertThat(health(system)).isEqualTo(ConfigurationHealth.unused(system.now));
  }

  /// The store's test measures the cost of one addition.
  @Test
  void batchOfTenAddsTwoCountsAtOnce() throws IOException {
    system.withTask();
    String[] events =
        IntStream.range(0, 10).mapToObj(i -> arrival(system, i)).toArray(String[]::new);

    assertThat(system.invoke(events)).isEmpty();

    assertThat(system.statistics.additions())
        .hasSize(2)
        .allSatisfy(addition -> assertThat(addition.counts()).hasSize(2));
    assertThat(system.statistics.total(Series.ALL).delivered()).isEqualTo(10);
  }

  @Test
  void countsThatCannotBeAddedAreLostWithAWarning() throws IOException {
    try (DispatchSystem system = failing()) {
      system.withTask();
      arrive(system, "tx00001.zip");

      assertThat(system.delivery().status()).isEqualTo(DeliveryStatus.DELIVERED);
      assertThat(system.log)
          .filteredOn(line -> line.contains("counts.lost"))
          .hasSize(2)
          .allSatisfy(line -> assertThat(line).contains("\"WARN\"", "the table is throttled"));
      assertThat(system.log).noneMatch(line -> line.contains("\"ERROR\""));
    }
  }

  private static DispatchSystem failing() throws IOException {
    DispatchSystem system = new DispatchSystem();
    system.watch(
        call -> {
          if (call.store() instanceof Statistics) {
            throw new IllegalStateException("the table is throttled");
          }
        });
    return system;
  }

  /// Lambda would stop the function, and all its messages would be retried.
  @Test
  void countsWaitForTheNextBatchWhenThereIsNoTimeLeft() throws IOException {
    system.remaining(TestContext.remaining(399));
    arrive(system, "tx00001.zip");
    assertThat(system.statistics.additions()).isEmpty();

    system.remaining(TestContext.A_MINUTE);
    arrive(system, "tx00002.zip");
    assertThat(system.statistics.additions()).hasSize(1);
    assertThat(system.statistics.total(Series.ALL).deliveries()).isEqualTo(2);
  }

  private static ConfigurationHealth health(DispatchSystem system) {
    return system.statistics.health(CONFIGURATION, system.now);
  }

  private static String arrival(DispatchSystem system, int number) {
    try {
      return event(system.put("tx" + number + ".zip", "v" + number));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void arrive(DispatchSystem system, String fileName) throws IOException {
    assertThat(system.invoke(event(system.put(fileName, "v1")))).isEmpty();
  }
}
