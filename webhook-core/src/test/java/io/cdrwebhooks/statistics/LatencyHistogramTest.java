package io.cdrwebhooks.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class LatencyHistogramTest {
  /// Stored counts depend on them.
  @Test
  void boundsNeverChange() {
    assertThat(LatencyHistogram.BOUNDS.stream().map(Duration::toMillis))
        .containsExactly(
            5L, 10L, 15L, 20L, 30L, 50L, 75L, 100L, 150L, 200L, 300L, 500L, 750L, 1_000L, 1_500L,
            2_000L, 3_000L, 5_000L, 7_500L, 10_000L, 15_000L, 20_000L, 30_000L, 60_000L);
  }

  @Test
  void emptyHistogramHasNoPercentile() {
    assertThat(LatencyHistogram.EMPTY.total()).isZero();
    assertThat(LatencyHistogram.EMPTY.percentile(50)).isEmpty();
    assertThat(LatencyHistogram.EMPTY.percentile(100)).isEmpty();
  }

  @Test
  void latencyIsCountedAtTheFirstBoundNotBelowIt() {
    assertThat(bound(Duration.ZERO)).hasMillis(5);
    assertThat(bound(Duration.ofMillis(5))).hasMillis(5);
    assertThat(bound(Duration.ofMillis(5).plusNanos(1))).hasMillis(10);
    assertThat(bound(Duration.ofMillis(60_000))).hasMillis(60_000);
    assertThat(bound(Duration.ofDays(1))).hasMillis(60_000);
  }

  private static Duration bound(Duration latency) {
    return LatencyHistogram.of(latency).percentile(100).orElseThrow();
  }

  @Test
  void onlyAHighPercentileShowsOneSlowAttempt() {
    LatencyHistogram histogram = LatencyHistogram.of(Duration.ofSeconds(15));
    for (int i = 0; i < 19; i++) {
      histogram = histogram.plus(LatencyHistogram.of(Duration.ofMillis(42)));
    }
    assertThat(histogram.percentile(50)).contains(Duration.ofMillis(50));
    assertThat(histogram.percentile(95)).contains(Duration.ofMillis(50));
    assertThat(histogram.percentile(96)).contains(Duration.ofSeconds(15));
    assertThat(histogram.percentile(100)).contains(Duration.ofSeconds(15));
  }

  @Test
  void invalidHistogramIsRefused() {
    assertThatThrownBy(() -> new LatencyHistogram(List.of(1L)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> LatencyHistogram.EMPTY.percentile(0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> LatencyHistogram.EMPTY.percentile(101))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Counts(0, 0, -1, 0, 0, 0, LatencyHistogram.EMPTY))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
