package io.cdrwebhooks.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

/// Tests when attempts are made.
class RetryScheduleTest {
  private static final RetrySchedule SCHEDULE = RetrySchedule.STANDARD;
  private static final Instant ENDED = Instant.parse("2026-01-10T11:20:09.120Z");
  private static final Optional<Duration> NOTHING_ASKED = Optional.empty();
  private static final int WAITS = 12;
  private static final Duration MAX_RETRY_AFTER = Duration.ofHours(12);

  @Test
  void thirteenAttemptsAreMadeAtThePublishedTimes() {
    List<String> waits = new ArrayList<>();
    for (int number = 1; number <= WAITS; number++) {
      waits.add(waitAfter(number, NOTHING_ASKED, 0).toString());
    }
    assertThat(waits)
        .containsExactly(
            "PT5S", "PT30S", "PT2M", "PT10M", "PT30M", "PT1H", "PT2H", "PT4H", "PT8H", "PT12H",
            "PT24H", "PT24H");
    assertThat(SCHEDULE.next(13, ENDED, NOTHING_ASKED, 0)).isEmpty();
    assertThat(SCHEDULE.next(13, ENDED, Optional.of(Duration.ofHours(1)), 1)).isEmpty();
  }

  @Test
  void lastAttemptFollowsTheWaitsThatAreLeft() {
    assertThat(SCHEDULE.lastAttemptAt(1, ENDED)).isEqualTo(ENDED.plus(SCHEDULE.lasts()));
    assertThat(SCHEDULE.lastAttemptAt(12, ENDED)).isEqualTo(ENDED.plus(Duration.ofHours(24)));
    assertThat(SCHEDULE.lastAttemptAt(13, ENDED)).isEqualTo(ENDED);
    assertThat(SCHEDULE.attempts()).isEqualTo(13);
    assertThat(SCHEDULE.attemptsLeft(0)).isEqualTo(13);
    assertThat(SCHEDULE.attemptsLeft(12)).isEqualTo(1);
    assertThat(SCHEDULE.attemptsLeft(13)).isZero();
  }

  @Test
  void roundLastsLongestWithAllJitterAndRetryAfter() {
    Duration scheduled = Duration.ofHours(12 + 24 + 24);
    Duration jitter = scheduled.dividedBy(10);
    assertThat(SCHEDULE.lastsAtMost())
        .isEqualTo(MAX_RETRY_AFTER.multipliedBy(9).plus(scheduled).plus(jitter));
  }

  @Test
  void roundOfAFailingReceiverEndsAfterTheLaterBeginning() {
    Instant later = ENDED.plusSeconds(600);
    assertThat(SCHEDULE.endWhileFailing(ENDED, later)).isEqualTo(later.plus(SCHEDULE.lasts()));
    assertThat(SCHEDULE.endWhileFailing(later, ENDED)).isEqualTo(later.plus(SCHEDULE.lasts()));
  }

  @Test
  void linksOutliveTheirRound() {
    Duration life = Duration.ofHours(24);
    assertThat(SCHEDULE.linksLive(life)).isEqualTo(SCHEDULE.lasts().plusDays(2));
    assertThat(SCHEDULE.linksLiveAtMost(life)).isEqualTo(SCHEDULE.lastsAtMost().plusDays(1));
  }

  @Test
  void jitterSpreadsOverTheWholeTenth() {
    assertThat(waitAfter(1, NOTHING_ASKED, 0.5)).isEqualTo(Duration.ofMillis(5_250));
    assertThat(waitAfter(1, NOTHING_ASKED, 1)).isEqualTo(Duration.ofMillis(5_500));
    assertThat(waitAfter(11, NOTHING_ASKED, 1))
        .isBetween(Duration.ofMinutes(1_584), Duration.ofMinutes(1_584).plusMillis(1));
  }

  @Property
  void retryAfterIsRespectedUpToTwelveHours(
      @ForAll @IntRange(min = 1, max = WAITS) int number,
      @ForAll @LongRange(min = 0, max = 200_000) long seconds,
      @ForAll @DoubleRange(min = 0, max = 1) double random) {
    Duration asked = Duration.ofSeconds(seconds);
    Duration own = waitAfter(number, NOTHING_ASKED, random);
    Duration floor = asked.compareTo(MAX_RETRY_AFTER) > 0 ? MAX_RETRY_AFTER : asked;
    assertThat(waitAfter(number, Optional.of(asked), random))
        .isEqualTo(own.compareTo(floor) > 0 ? own : floor);
  }

  @Test
  void endlessRetryAfterEndsAfterTwelveHours() {
    assertThat(waitAfter(1, Optional.of(Duration.ofSeconds(Long.MAX_VALUE)), 1))
        .isEqualTo(MAX_RETRY_AFTER);
    assertThat(waitAfter(12, Optional.of(Duration.ofDays(9)), 0)).isEqualTo(Duration.ofHours(24));
    assertThat(waitAfter(1, Optional.of(Duration.ofSeconds(-9)), 0))
        .isEqualTo(Duration.ofSeconds(5));
  }

  @Property
  void nextAttemptIsRoundedUpToAMillisecond(
      @ForAll @LongRange(min = 0, max = 2_000_000) long nanos) {
    Instant ended = ENDED.plusNanos(nanos);
    Instant next = SCHEDULE.next(1, ended, NOTHING_ASKED, 0).orElseThrow();
    assertThat(next).isEqualTo(next.truncatedTo(ChronoUnit.MILLIS));
    assertThat(next)
        .isAfterOrEqualTo(ended.plusSeconds(5))
        .isBefore(ended.plusSeconds(5).plusMillis(1));
  }

  @Test
  void scheduleOfNoWaitsHasOneAttempt() {
    RetrySchedule once = new RetrySchedule(List.of(), Duration.ZERO);
    assertThat(once.next(1, ENDED, NOTHING_ASKED, 0)).isEmpty();
  }

  @Test
  void otherInputsAreRefused() {
    for (double random : new double[] {-0.001, 1.001, Double.NaN}) {
      assertThatThrownBy(() -> SCHEDULE.next(1, ENDED, NOTHING_ASKED, random))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> SCHEDULE.next(0, ENDED, NOTHING_ASKED, 0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new RetrySchedule(List.of(Duration.ofMillis(-1)), Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new RetrySchedule(List.of(), Duration.ofMillis(-1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static Duration waitAfter(int number, Optional<Duration> retryAfter, double random) {
    return Duration.between(ENDED, SCHEDULE.next(number, ENDED, retryAfter, random).orElseThrow());
  }
}
