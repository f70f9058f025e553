package io.cdrwebhooks.emulators;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SequencerTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

  @Test
  void valuesIncreaseWhileTheClockStandsStill() {
    Sequencer sequencer = new Sequencer(InstantSource.fixed(NOON));
    List<String> values = Stream.generate(sequencer::next).limit(1_000).toList();
    assertThat(values).isSorted().doesNotHaveDuplicates().allMatch(v -> v.matches("[0-9A-F]{18}"));
  }

  @Test
  void valuesOfALaterStartAreHigher() {
    String before = new Sequencer(InstantSource.fixed(NOON)).next();
    String after = new Sequencer(InstantSource.fixed(NOON.plusMillis(1))).next();
    assertThat(after).isGreaterThan(before);
  }
}
