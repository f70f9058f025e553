package io.cdrwebhooks.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class StatisticsWindowTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:34:56.789Z");

  @Test
  void dayIsShownInHours() {
    StatisticsWindow window = StatisticsWindow.of(NOW.minus(Duration.ofHours(24)), NOW);

    assertThat(window)
        .isEqualTo(
            new StatisticsWindow(
                BucketSize.HOUR,
                Instant.parse("2026-02-28T12:00:00Z"),
                Instant.parse("2026-03-01T13:00:00Z")));
    assertThat(window.buckets()).hasSize(25);
    assertThat(window.buckets().getFirst().start()).isEqualTo(window.from());
    assertThat(window.buckets().getLast().end()).isEqualTo(window.to());
  }

  @Test
  void moreThanAWeekIsShownInUtcDays() {
    Duration week = Duration.ofDays(7);
    assertThat(StatisticsWindow.of(NOW.minus(week), NOW).size()).isEqualTo(BucketSize.HOUR);
    assertThat(StatisticsWindow.of(NOW.minus(week).minusMillis(1), NOW))
        .isEqualTo(
            new StatisticsWindow(
                BucketSize.DAY,
                Instant.parse("2026-02-22T00:00:00Z"),
                Instant.parse("2026-03-02T00:00:00Z")));
  }

  @Test
  void emptyAndTooLongTimesAreRefused() {
    Duration longest = StatisticsWindow.MAX_LENGTH;
    assertThat(StatisticsWindow.of(NOW.minus(longest), NOW).buckets()).hasSize(91);
    assertThatThrownBy(() -> StatisticsWindow.of(NOW.minus(longest).minusMillis(1), NOW))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> StatisticsWindow.of(NOW, NOW))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> StatisticsWindow.of(NOW, NOW.minusMillis(1)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new TimeBucket(BucketSize.DAY, NOW))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Property
  void everyInstantIsInExactlyOneBucket(
      @ForAll @LongRange(min = 1, max = 90L * 86_400_000) long millis,
      @ForAll @LongRange(min = 0, max = 20L * 86_400_000) long agoMillis) {
    Instant to = NOW.minusMillis(agoMillis);
    Instant from = to.minusMillis(millis);

    StatisticsWindow window = StatisticsWindow.of(from, to);

    assertThat(window.buckets().getFirst()).isEqualTo(TimeBucket.of(window.size(), from));
    assertThat(window.buckets().getLast())
        .isEqualTo(TimeBucket.of(window.size(), to.minusMillis(1)));
    for (int i = 1; i < window.buckets().size(); i++) {
      assertThat(window.buckets().get(i).start()).isEqualTo(window.buckets().get(i - 1).end());
    }
  }
}
