package io.cdrwebhooks.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.testing.Samples;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Tests how long a receiver may fail.
class FailingStreakTest {
  private static final Instant T0 = Instant.parse("2026-01-10T11:20:09.120Z");
  private static final FailingStreak BEGUN = FailingStreak.begin(T0);

  @Test
  void failuresWithinAMinuteAreNotRecorded() {
    assertThat(BEGUN.failedAgain(T0.plusSeconds(59))).isSameAs(BEGUN);
    assertThat(BEGUN.failedAgain(T0.plusSeconds(60)))
        .isEqualTo(new FailingStreak(T0, T0.plusSeconds(60), 1, false));
    assertThat(BEGUN.failedAgain(T0.minusSeconds(600))).as("a clock behind").isSameAs(BEGUN);
    assertThat(BEGUN.failedAgain(T0.minus(Duration.ofDays(1)))).as("a day behind").isSameAs(BEGUN);
  }

  @Test
  void failureAfterMidnightIsAnotherDayEvenWithinAMinute() {
    Instant midnight = Instant.parse("2026-01-11T00:00:00Z");
    FailingStreak justBefore = BEGUN.failedAgain(midnight.minusMillis(1));
    assertThat(justBefore.days()).isEqualTo(1);
    assertThat(justBefore.failedAgain(midnight))
        .isEqualTo(new FailingStreak(T0, midnight, 2, false));
  }

  @Test
  void warnsOnceAfterADay() {
    Instant day = T0.plus(Duration.ofDays(1));
    assertThat(BEGUN.mustWarn(day)).as("one failure, a day ago").isFalse();
    FailingStreak another = BEGUN.failedAgain(day);
    assertThat(another.mustWarn(day.minusMillis(1))).isFalse();
    assertThat(another.mustWarn(day)).isTrue();
    FailingStreak warned = another.withWarning();
    assertThat(warned.mustWarn(day.plus(Duration.ofDays(3)))).isFalse();
    assertThat(warned.failedAgain(day.plusSeconds(60)).warned()).isTrue();
  }

  @Test
  void disablesAfterFiveDaysWithFailuresOnThree() {
    Instant fiveDays = T0.plus(Duration.ofDays(5));
    FailingStreak second = BEGUN.failedAgain(T0.plus(Duration.ofHours(13)));
    assertThat(second.mustDisable(fiveDays)).as("failures on two days").isFalse();
    FailingStreak third = second.failedAgain(fiveDays.minusMillis(1));
    assertThat(third.mustDisable(fiveDays.minusMillis(1))).isFalse();
    assertThat(third.mustDisable(fiveDays)).isTrue();
  }

  /// One evening's retries, then no report for days, then one failure.
  @Test
  void singleFailureAfterDaysWithoutTrafficDoesNotDisable() {
    Instant later = T0.plus(Duration.ofDays(6));
    FailingStreak again = BEGUN.failedAgain(T0.plusSeconds(300)).failedAgain(later);
    assertThat(again.days()).isEqualTo(2);
    assertThat(again.mustDisable(later)).isFalse();
  }

  @Test
  void changedConfigurationHasNoStreak() {
    ReceiverHealth gone = ReceiverHealth.disabled("410", T0);
    WebhookConfiguration was = Samples.configuration().with(gone);
    WebhookConfiguration disabled = was.disabled("failed for five days", T0);
    assertThat(disabled.enabled()).isFalse();
    assertThat(disabled.health()).isEqualTo(ReceiverHealth.disabled("failed for five days", T0));
    assertThat(disabled.health().owesNotice()).isTrue();
    assertThat(disabled.revision()).isEqualTo(was.revision().next());
    SignaturePeriods others =
        SignaturePeriods.first(
            new SealedSignature("other", "b3RoZXI="), new SignatureKey("her"), T0);
    WebhookConfiguration rotated = was.withSignatures(others, T0);
    assertThat(rotated.health()).isEqualTo(gone.with(Optional.empty()));
    assertThat(rotated.health().owesNotice()).isFalse();
    assertThat(rotated.signatures()).isEqualTo(others);
    assertThat(List.of(disabled.updatedAt(), rotated.updatedAt())).containsOnly(T0);
  }
}
