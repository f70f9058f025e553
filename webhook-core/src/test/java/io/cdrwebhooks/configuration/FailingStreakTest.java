package io.cdrwebhooks.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.testing.Samples;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/// How long a receiver may fail.
class FailingStreakTest {
  private static final Instant T0 = Instant.parse("2026-01-10T11:20:09.120Z");
  private static final FailingStreak BEGUN = FailingStreak.begin(T0);

  @Test
  void beginsUnconfirmedAndUntold() {
    assertThat(BEGUN).isEqualTo(new FailingStreak(T0, T0, false, false));
  }

  @Test
  void failuresWithinAMinuteAreNotWorthNoting() {
    assertThat(BEGUN.failedAgain(T0.plusSeconds(59))).isSameAs(BEGUN);
    assertThat(BEGUN.failedAgain(T0.plusSeconds(60)))
        .isEqualTo(new FailingStreak(T0, T0.plusSeconds(60), false, false));
    assertThat(BEGUN.failedAgain(T0.minusSeconds(600))).as("a clock behind").isSameAs(BEGUN);
  }

  @Test
  void secondFailureTwelveHoursLaterConfirmsEvenWithinAMinuteOfAnother() {
    Instant confirming = T0.plus(Duration.ofHours(12));
    FailingStreak justBefore = BEGUN.failedAgain(confirming.minusMillis(1));
    assertThat(justBefore.confirmed()).isFalse();
    assertThat(justBefore.failedAgain(confirming))
        .isEqualTo(new FailingStreak(T0, confirming, true, false));
  }

  @Test
  void warnsOnceAfterADay() {
    Instant day = T0.plus(Duration.ofDays(1));
    assertThat(BEGUN.mustWarn(day)).as("one failure, a day ago").isFalse();
    FailingStreak confirmed = BEGUN.failedAgain(day);
    assertThat(confirmed.mustWarn(day.minusMillis(1))).isFalse();
    assertThat(confirmed.mustWarn(day)).isTrue();
    FailingStreak told = confirmed.toldAbout();
    assertThat(told.mustWarn(day.plus(Duration.ofDays(3)))).isFalse();
    assertThat(told.failedAgain(day.plusSeconds(60)).warned()).isTrue();
  }

  @Test
  void disablesAfterFiveDaysOfConfirmedFailing() {
    Instant fiveDays = T0.plus(Duration.ofDays(5));
    assertThat(BEGUN.mustDisable(fiveDays)).as("one failure, five days ago").isFalse();
    FailingStreak confirmed = BEGUN.failedAgain(T0.plus(Duration.ofHours(13)));
    assertThat(confirmed.mustDisable(fiveDays.minusMillis(1))).isFalse();
    assertThat(confirmed.mustDisable(fiveDays)).isTrue();
  }

  @Property
  void hoursOfFailingEveryMinuteConfirmWarnAndDisableInTurn(
      @ForAll @IntRange(min = 1, max = 200) int hours) {
    FailingStreak streak = BEGUN;
    for (int minute = 1; minute <= 60 * hours; minute++) {
      streak = streak.failedAgain(T0.plus(Duration.ofMinutes(minute)));
    }
    Instant now = T0.plus(Duration.ofHours(hours));
    assertThat(streak).isEqualTo(new FailingStreak(T0, now, hours >= 12, false));
    assertThat(streak.mustWarn(now)).isEqualTo(hours >= 24);
    assertThat(streak.mustDisable(now)).isEqualTo(hours >= 120);
  }

  @Test
  void changedConfigurationBeginsAnew() {
    ReceiverHealth failing = new ReceiverHealth(Optional.of(BEGUN), "410");
    WebhookConfiguration was = Samples.with(Samples.configuration(), failing);
    WebhookConfiguration disabled = was.disabled("failed for five days", T0);
    assertThat(disabled.enabled()).isFalse();
    assertThat(disabled.health()).isEqualTo(ReceiverHealth.disabled("failed for five days", T0));
    assertThat(disabled.health().owesNotice()).isTrue();
    assertThat(disabled.revision()).isEqualTo(was.revision().next());
    SignaturePeriods others =
        SignaturePeriods.first(new SealedSignature("other", "b3RoZXI="), "her", T0);
    WebhookConfiguration rotated = was.withSignatures(others, T0);
    assertThat(rotated.health()).isEqualTo(new ReceiverHealth(Optional.empty(), "410"));
    assertThat(rotated.health().owesNotice()).isFalse();
    assertThat(rotated.signatures()).isEqualTo(others);
    assertThat(List.of(disabled.updatedAt(), rotated.updatedAt())).containsOnly(T0);
  }
}
