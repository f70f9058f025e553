package io.cdrwebhooks.rhythm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Tests rhythms, and the proposals that uploads give.
class ReportRhythmTest {
  private static final Instant NOW = Instant.parse("2026-03-01T00:00:00Z");
  private static final Duration HOUR = Duration.ofHours(1);

  @ParameterizedTest
  @ValueSource(strings = {"PT15M", "PT1H", "P1D", "P31D", "PT744H", "P1DT30M"})
  void durationInTheRangeIsRead(String text) {
    assertThat(ReportRhythm.parseEvery(text)).contains(Duration.parse(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1h", "P1W", "PT14M", "PT14M59S", "PT1H30S", "P31DT1M", "-PT1H"})
  void otherDurationIsRefused(String text) {
    assertThat(ReportRhythm.parseEvery(text)).isEmpty();
  }

  @Test
  void graceHasItsRange() {
    assertThat(new ReportRhythm(HOUR, Duration.ZERO).overdueAfter(NOW)).isEqualTo(NOW.plus(HOUR));
    assertThat(new ReportRhythm(HOUR, Duration.ofDays(7)).nextAfter(NOW)).isEqualTo(NOW.plus(HOUR));
    for (Duration grace :
        List.of(Duration.ofMinutes(-1), Duration.ofSeconds(90), Duration.ofMinutes(10_081))) {
      assertThatThrownBy(() -> new ReportRhythm(HOUR, grace))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(grace.toString());
    }
  }

  @ParameterizedTest
  @CsvSource({"PT15M, PT5M", "PT1H, PT6M", "P1D, PT2H24M"})
  void usualGraceIsATenthAndFiveMinutesAtLeast(Duration every, Duration grace) {
    assertThat(ReportRhythm.usualGrace(every)).isEqualTo(grace);
  }

  @Test
  void proposalIsTheMedianWithAGraceForTheLongestGap() {
    List<Instant> uploads = hourly(20);
    uploads.set(7, uploads.get(7).plusSeconds(1_200));

    ProposedRhythm proposed = ProposedRhythm.from(uploads).orElseThrow();

    assertThat(proposed.rhythm()).isEqualTo(new ReportRhythm(HOUR, Duration.ofMinutes(21)));
    assertThat(proposed.uploads()).isEqualTo(20);
    assertThat(proposed.medianGap()).isEqualTo(HOUR);
    assertThat(proposed.longestGap()).isEqualTo(Duration.ofMinutes(80));
  }

  /// A report that was missing makes a gap of two hours, which is no reason for a long grace.
  @Test
  void missingReportDoesNotChangeTheProposal() {
    List<Instant> uploads = hourly(20);
    uploads.remove(9);

    assertThat(ProposedRhythm.from(uploads).orElseThrow().rhythm())
        .isEqualTo(new ReportRhythm(HOUR, Duration.ofMinutes(6)));
  }

  @Test
  void secondsOfJitterAreRounded() {
    List<Instant> uploads =
        new ArrayList<>(
            IntStream.range(0, 10)
                .mapToObj(i -> NOW.plus(HOUR.multipliedBy(i)).plusMillis(i % 2 * 21_345L))
                .toList());

    assertThat(ProposedRhythm.from(uploads).orElseThrow().rhythm().every()).isEqualTo(HOUR);
  }

  @Test
  void fewOrCloseUploadsGiveNoProposal() {
    assertThat(ProposedRhythm.from(hourly(4))).isEmpty();
    assertThat(ProposedRhythm.from(hourly(5))).isPresent();
    assertThat(ProposedRhythm.from(List.of(NOW, NOW, NOW, NOW, NOW, NOW))).isEmpty();
    assertThat(
            ProposedRhythm.from(
                IntStream.range(0, 20).mapToObj(i -> NOW.plusSeconds(60L * i)).toList()))
        .as("each minute")
        .isEmpty();
  }

  private static List<Instant> hourly(int number) {
    return new ArrayList<>(
        IntStream.range(0, number).mapToObj(i -> NOW.plus(HOUR.multipliedBy(i))).toList());
  }
}
