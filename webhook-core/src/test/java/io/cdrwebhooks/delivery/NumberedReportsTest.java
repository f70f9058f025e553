package io.cdrwebhooks.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.delivery.DeliveryLists.StoredNumbers;
import io.cdrwebhooks.delivery.NumberedReports.VoidNumbers;
import io.cdrwebhooks.testing.Samples;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// Tests which numbers a list calls void.
class NumberedReportsTest {
  private static final Instant NOW = Samples.NOW;
  private static final Instant SETTLED = NOW.minus(NumberedReports.SETTLED_AFTER).minusMillis(1);

  private static Delivery at(long number, Instant recordedAt) {
    return Samples.delivery(Samples.taskId(), recordedAt).numbered(number);
  }

  private static NumberedReports part(long from, Instant before, Delivery... stored) {
    return NumberedReports.of(
        from, new StoredNumbers(Optional.of(before), Arrays.asList(stored)), NOW);
  }

  private static List<Long> numbers(NumberedReports part) {
    return part.deliveries().stream().map(Delivery::sequence).toList();
  }

  @Test
  void numbersWithoutAGapAreListedAtOnce() {
    NumberedReports part = part(1, NOW, at(1, NOW), at(2, NOW));

    assertThat(numbers(part)).containsExactly(1L, 2L);
    assertThat(part.voids()).isEmpty();
    assertThat(part.next()).isEqualTo(3);
  }

  @Test
  void missingNumberIsVoidBelowASettledOne() {
    NumberedReports part = part(1, SETTLED, at(3, SETTLED), at(5, SETTLED));

    assertThat(numbers(part)).containsExactly(3L, 5L);
    assertThat(part.voids()).containsExactly(new VoidNumbers(1, 2), new VoidNumbers(4, 4));
    assertThat(part.next()).isEqualTo(6);
  }

  /// Its process may still record it.
  @Test
  void listEndsBeforeAMissingNumberThatIsNotSettled() {
    Instant almost = NOW.minus(NumberedReports.SETTLED_AFTER);
    NumberedReports part = part(1, SETTLED, at(1, SETTLED), at(3, almost), at(4, almost));

    assertThat(numbers(part)).containsExactly(1L);
    assertThat(part.voids()).isEmpty();
    assertThat(part.next()).isEqualTo(2);
  }

  @Test
  void partWithoutNumbersEndsWhereItBegan() {
    assertThat(part(7, SETTLED)).isEqualTo(new NumberedReports(List.of(), List.of(), 0, 7));
  }

  /// The store may have removed it, so it is not void.
  @Test
  void missingNumberAfterAnOldOneHasExpired() {
    Instant old = NOW.minus(NumberedReports.STORED_FOR);
    NumberedReports part = part(1, old, at(3, old.plusSeconds(60)), at(5, SETTLED));

    assertThat(part.expiredUpTo()).isEqualTo(2);
    assertThat(part.voids()).containsExactly(new VoidNumbers(4, 4));
    assertThat(
            NumberedReports.of(4, new StoredNumbers(Optional.empty(), List.of(at(9, SETTLED))), NOW)
                .expiredUpTo())
        .as("nothing is left from before")
        .isEqualTo(8);
  }

  @Test
  void redeliveryUnderANewIdHasTheSameNumber() {
    NumberedReports part = part(1, SETTLED, at(1, SETTLED), at(1, NOW), at(2, SETTLED));

    assertThat(numbers(part)).containsExactly(1L, 1L, 2L);
    assertThat(part.next()).isEqualTo(3);
  }

  /// Time to live has removed the reports around its original.
  @Test
  void redeliveryUnderANewIdDoesNotMakeRemovedReportsVoid() {
    Instant old = NOW.minus(NumberedReports.STORED_FOR);
    Delivery copy = copy(at(5, old), SETTLED);
    NumberedReports part = part(5, old, copy, at(8, SETTLED));

    assertThat(part.voids()).isEmpty();
    assertThat(part.expiredUpTo()).isEqualTo(7);
  }

  private static Delivery copy(Delivery original, Instant createdAt) {
    return new Delivery(
            DeliveryId.of(UUID.randomUUID()),
            original.configurationId(),
            original.upload(),
            createdAt,
            original.progress())
        .numbered(original.sequence());
  }
}
