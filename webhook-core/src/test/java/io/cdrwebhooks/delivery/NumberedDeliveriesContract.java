package io.cdrwebhooks.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.delivery.Deliveries.Recording;
import io.cdrwebhooks.delivery.DeliveryLists.NumberBefore;
import io.cdrwebhooks.delivery.DeliveryLists.StoredNumbers;
import io.cdrwebhooks.testing.Race;
import io.cdrwebhooks.testing.Samples;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The contract for the numbers of reports: each is given once, and kept.
public interface NumberedDeliveriesContract extends DeliveryStore {
  private static Delivery of(NumberSeries series, Instant createdAt) {
    return Samples.delivery(Samples.report(series.task()), series.configuration(), createdAt);
  }

  private Delivery numbered(NumberSeries series, Instant createdAt) {
    Delivery delivery = of(series, createdAt);
    assertThat(deliveries().recordNumbered(delivery)).isEqualTo(new Recording.Recorded());
    return stored(delivery);
  }

  private static NumberSeries newSeries() {
    return new NumberSeries(Samples.configurationId(), Samples.taskId());
  }

  @Test
  default void reportsOfASeriesGetTheNextNumber() {
    NumberSeries series = newSeries();
    NumberSeries ofAnotherTask = new NumberSeries(series.configuration(), Samples.taskId());
    Delivery first = numbered(series, NOW);
    Delivery second = numbered(series, NOW.plusMillis(1));

    assertThat(first.sequence()).isEqualTo(1);
    assertThat(second.sequence()).isEqualTo(2);
    assertThat(numbered(ofAnotherTask, NOW).sequence()).isEqualTo(1);
    assertThat(deliveries().numbers(series, 1, 10))
        .isEqualTo(new StoredNumbers(Optional.of(NOW), List.of(first, second)));
    assertThat(deliveries().numbers(series, 1, 1).deliveries()).containsExactly(first);
    assertThat(deliveries().numbers(series, 2, 10))
        .isEqualTo(new StoredNumbers(Optional.of(first.uploadedAt()), List.of(second)));
    assertThat(deliveries().numbers(series, 3, 10))
        .isEqualTo(new StoredNumbers(Optional.of(second.uploadedAt()), List.of()));
    assertThat(deliveries().numbers(newSeries(), 1, 10))
        .isEqualTo(new StoredNumbers(Optional.empty(), List.of()));
  }

  @Test
  default void numberBeforeSkipsThoseThatWereDrawnInVain() {
    NumberSeries series = newSeries();
    assertThat(deliveries().numberBefore(series, 1))
        .isEqualTo(new NumberBefore(0, Optional.empty()));
    Delivery first = numbered(series, NOW);
    Delivery later = of(series, NOW.plusMillis(1)).numbered(5);
    assertThat(deliveries().record(later)).isEqualTo(new Recording.Recorded());

    assertThat(deliveries().numberBefore(series, 1))
        .isEqualTo(new NumberBefore(0, Optional.of(NOW)));
    assertThat(deliveries().numberBefore(series, 5))
        .isEqualTo(new NumberBefore(1, Optional.of(first.uploadedAt())));
    assertThat(deliveries().numberBefore(series, 6))
        .isEqualTo(new NumberBefore(5, Optional.of(later.uploadedAt())));
  }

  /// A receiver must see neither gaps nor reports of another configuration.
  @Test
  default void configurationsOfOneTaskHaveSeparateNumbers() {
    NumberSeries series = newSeries();
    NumberSeries later = new NumberSeries(Samples.configurationId(), series.task());
    Delivery first = numbered(series, NOW);
    Delivery ofLater = numbered(later, NOW);

    assertThat(ofLater.sequence()).isEqualTo(1);
    assertThat(deliveries().numbers(series, 1, 10).deliveries()).containsExactly(first);
    assertThat(deliveries().numbers(later, 1, 10).deliveries()).containsExactly(ofLater);
  }

  @Test
  default void repeatedReportKeepsItsNumber() {
    NumberSeries series = newSeries();
    Delivery first = numbered(series, NOW);

    assertThat(deliveries().recordNumbered(first.numbered(0)))
        .isEqualTo(new Recording.AlreadyRecorded(first));
    assertThat(numbered(series, NOW).sequence()).as("it drew no number").isEqualTo(2);
  }

  @Test
  default void reportWithoutANumberGetsNoneLater() {
    NumberSeries series = newSeries();
    Delivery delivery = recorded(of(series, NOW));

    assertThat(deliveries().recordNumbered(delivery))
        .isEqualTo(new Recording.AlreadyRecorded(delivery));
    assertThat(deliveries().numbers(series, 1, 10).deliveries()).isEmpty();
  }

  @Test
  default void numberOutlivesAttemptsAndRounds() {
    NumberSeries series = newSeries();
    Delivery delivery = numbered(series, NOW);
    complete(claimed(delivery, NOW), AttemptOutcome.REJECTED, DeliveryStatus.FAILED);
    restarted(delivery, LATER);

    assertThat(stored(delivery).sequence()).isEqualTo(1);
    assertThat(deliveries().numbers(series, 1, 10).deliveries()).containsExactly(stored(delivery));
  }

  @Test
  default void reportsRecordedAtOnceGetDifferentNumbers() {
    NumberSeries series = newSeries();
    List<Delivery> all = Stream.generate(() -> of(series, NOW)).limit(THREADS).toList();

    List<Recording> recorded = Race.of(THREADS, i -> () -> deliveries().recordNumbered(all.get(i)));

    assertThat(recorded).containsOnly(new Recording.Recorded());
    assertThat(all.stream().map(each -> stored(each).sequence()))
        .containsExactlyInAnyOrderElementsOf(LongStream.rangeClosed(1, THREADS).boxed().toList());
  }
}
