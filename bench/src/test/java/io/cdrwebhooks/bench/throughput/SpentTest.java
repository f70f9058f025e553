package io.cdrwebhooks.bench.throughput;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SpentTest {
  private static final int MEBIBYTE = 1 << 20;

  @Test
  void allocationOfVirtualThreadsIsCounted() throws InterruptedException {
    List<byte[]> kept = new ArrayList<>();
    Spent spent =
        Spent.by(
            () ->
                Thread.ofVirtual()
                    .start(
                        () -> {
                          for (int i = 0; i < 20; i++) {
                            kept.add(new byte[MEBIBYTE]);
                          }
                        })
                    .join());

    assertThat(kept).hasSize(20);
    assertThat(spent.bytes()).isBetween(20L * MEBIBYTE, 40L * MEBIBYTE);
  }

  @Test
  void percentileIsATimeThatWasTaken() {
    List<Long> hundred = LongStream.rangeClosed(1, 100).map(i -> i * 1_000_000).boxed().toList();

    assertThat(Spent.percentile(hundred, 50)).isEqualTo(50);
    assertThat(Spent.percentile(hundred, 99)).isEqualTo(99);
    assertThat(Spent.percentile(List.of(7_000_000L), 1)).isEqualTo(7);
  }
}
