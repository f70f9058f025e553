package io.cdrwebhooks.bench.throughput;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class PercentilesTest {
  @Test
  void percentileIsATimeThatWasTaken() {
    Percentiles hundred =
        Percentiles.ofNanos(
            LongStream.rangeClosed(1, 100).map(i -> i * 1_000_000).boxed().toList());

    assertThat(hundred.at(50)).isEqualTo(50);
    assertThat(hundred.at(99)).isEqualTo(99);
    assertThat(Percentiles.ofNanos(List.of(7_000_000L)).at(1)).isEqualTo(7);
  }
}
