package io.cdrwebhooks.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cdrwebhooks.configuration.SignaturePeriods.Turn;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Tests the rotation of Signatures.
class SignaturePeriodsTest {
  private static final Instant T0 = Instant.parse("2026-01-10T11:20:09.120Z");
  private static final Duration DAY = Duration.ofDays(1);

  @Test
  void firstSignatureSignsAlone() {
    SignaturePeriods first = first();
    assertThat(first.current(T0).hint()).isEqualTo("h0");
    assertThat(first.inForce(T0.plus(Duration.ofDays(4_000)))).containsExactly(key(0));
    assertThat(first.upcoming(T0)).isEmpty();
  }

  @Test
  void cancelledRotationLeavesTheCurrentSignatureWithoutEnd() {
    SignaturePeriods overlapping = rotated(first(), 1, T0, DAY.multipliedBy(7));
    SignaturePeriods planned = rotated(overlapping, 2, T0.plus(DAY), DAY);

    SignaturePeriods cancelled = planned.withoutUpcoming(T0).orElseThrow();

    assertThat(cancelled).isEqualTo(overlapping);
    assertThat(cancelled.inForce(T0.plus(DAY.multipliedBy(3)))).containsExactly(key(1), key(0));
    assertThat(cancelled.inForce(T0.plus(DAY.multipliedBy(9)))).containsExactly(key(1));
  }

  @Test
  void rotationThatHasTakenEffectCannotBeCancelled() {
    SignaturePeriods planned = rotated(first(), 1, T0.plus(DAY), DAY);

    assertThat(planned.withoutUpcoming(T0.plus(DAY))).isEmpty();
    assertThat(first().withoutUpcoming(T0)).isEmpty();
  }

  @Test
  void plannedSignatureSignsOnlyFromItsStart() {
    Instant turn = T0.plus(DAY);
    SignaturePeriods periods =
        first().rotated(key(1), new SignatureKey("h1"), new Turn(turn, DAY), T0).orElseThrow();
    Instant justBefore = turn.minusNanos(1);
    assertThat(periods.inForce(justBefore)).containsExactly(key(0));
    assertThat(periods.current(justBefore).signature()).isEqualTo(key(0));
    assertThat(periods.upcoming(justBefore).map(SignaturePeriod::hint)).contains("h1");
    assertThat(periods.inForce(turn)).containsExactly(key(1), key(0));
    assertThat(periods.upcoming(turn)).isEmpty();
    assertThat(periods.inForce(turn.plus(DAY))).containsExactly(key(1));
  }

  @Test
  void plannedSignatureCanBeReplaced() {
    SignaturePeriods planned =
        first()
            .rotated(key(1), new SignatureKey("h1"), new Turn(T0.plus(DAY), Duration.ZERO), T0)
            .orElseThrow();
    Instant later = T0.plus(DAY.multipliedBy(3));
    SignaturePeriods postponed =
        planned.rotated(key(2), new SignatureKey("h2"), new Turn(later, DAY), T0).orElseThrow();
    assertThat(postponed.inForce(T0.plus(DAY.multipliedBy(2)))).containsExactly(key(0));
    assertThat(postponed.inForce(later)).containsExactly(key(2), key(0));
    SignaturePeriods atOnce = rotated(planned, 3, T0.plusSeconds(1), Duration.ofDays(7));
    assertThat(atOnce.inForce(T0.plus(DAY))).containsExactly(key(3), key(0));
    assertThat(atOnce.upcoming(T0.plusSeconds(1))).isEmpty();
  }

  @Test
  void moreThanFiveAtOnceAreRefused() {
    SignaturePeriods periods = first();
    for (int i = 1; i < SignaturePeriods.MAX_COUNT; i++) {
      periods = rotated(periods, i, T0.plusSeconds(i), Duration.ofDays(7));
    }
    Instant now = T0.plusSeconds(9);
    assertThat(periods.inForce(now)).hasSize(SignaturePeriods.MAX_COUNT);
    assertThat(periods.rotated(key(9), new SignatureKey("h9"), new Turn(now, DAY), now)).isEmpty();
    assertThat(periods.rotated(key(9), new SignatureKey("h9"), new Turn(now, Duration.ZERO), now))
        .as("a key that leaked can always be replaced at once")
        .hasValueSatisfying(urgent -> assertThat(urgent.inForce(now)).startsWith(key(9)));
    Instant oneHasEnded = T0.plusSeconds(1).plus(Duration.ofDays(7));
    assertThat(
            periods.rotated(
                key(9), new SignatureKey("h9"), new Turn(oneHasEnded, DAY), oneHasEnded))
        .isPresent();
  }

  @Test
  void shorterSignatureSignsUntilItsOverlapEnds() {
    Instant end = T0.plus(DAY.multipliedBy(3));
    SignaturePeriods planned =
        first()
            .rotated(
                key(1), new SignatureKey("longer"), new Turn(T0.plus(DAY), DAY.multipliedBy(2)), T0)
            .orElseThrow();
    for (Instant when : List.of(T0, T0.plus(DAY), end.minusNanos(1))) {
      assertThat(planned.shorterSignsUntil(6, when)).contains(end);
    }
    assertThat(planned.shorterSignsUntil(6, end)).isEmpty();
    assertThat(planned.shorterSignsUntil(2, T0)).as("both have two or more").isEmpty();
    SignaturePeriods again = rotated(planned, 2, T0.plus(DAY), Duration.ofDays(7));
    assertThat(again.shorterSignsUntil(7, T0.plus(DAY)))
        .as("the last end")
        .contains(T0.plus(DAY.multipliedBy(8)));
  }

  @Test
  void slowClockUsesTheFirstSignature() {
    Instant behind = T0.minusSeconds(2);
    assertThat(first().current(behind).signature()).isEqualTo(key(0));
    assertThat(first().inForce(behind)).containsExactly(key(0));
    assertThat(first().upcoming(behind)).isEmpty();
  }

  @Test
  void rotationByASlowClockIsNotUndone() {
    Instant behind = T0.minusSeconds(2);
    SignaturePeriods rotated = rotated(first(), 1, behind, DAY);
    for (Instant when : List.of(T0, T0.plusSeconds(1), T0.plus(DAY).minusNanos(1))) {
      assertThat(rotated.inForce(when)).containsExactly(key(1), key(0));
    }
    assertThat(rotated.inForce(T0.plus(DAY))).containsExactly(key(1));
    SignaturePeriods again = rotated(rotated, 2, behind, DAY);
    assertThat(again.current(T0).signature()).isEqualTo(key(2));
  }

  @Test
  void oneToFivePeriodsAreOrderedByTheirStart() {
    assertThatThrownBy(() -> new SignaturePeriods(List.of()))
        .isInstanceOf(IllegalArgumentException.class);
    List<SignaturePeriod> backwards =
        IntStream.of(6, 5, 4, 3, 2, 1)
            .mapToObj(
                i ->
                    new SignaturePeriod(
                        key(i), "h", 1, T0.plusSeconds(i), Optional.of(T0.plus(DAY))))
            .toList();
    assertThatThrownBy(() -> new SignaturePeriods(backwards))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(new SignaturePeriods(backwards.subList(1, 6)).periods())
        .containsExactlyElementsOf(backwards.subList(1, 6).reversed());
    assertThatThrownBy(() -> new Turn(T0, Duration.ofNanos(-1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static SignaturePeriods first() {
    return SignaturePeriods.first(key(0), new SignatureKey("h0"), T0);
  }

  /// Rotates at once: the clock shows `turn`.
  private static SignaturePeriods rotated(
      SignaturePeriods was, int key, Instant turn, Duration overlap) {
    return was.rotated(key(key), new SignatureKey("h" + key), new Turn(turn, overlap), turn)
        .orElseThrow();
  }

  private static SealedSignature key(int number) {
    return new SealedSignature("key", "sealed " + number);
  }
}
