package io.cdrwebhooks.bench.throughput;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AllocationMeterTest {
  private static final int MEBIBYTE = 1 << 20;

  @Test
  void whatVirtualThreadsAllocateIsCounted() throws InterruptedException {
    AllocationMeter meter = AllocationMeter.ofThisProcess();
    List<byte[]> kept = new ArrayList<>();
    long before = meter.bytes();
    Thread.ofVirtual()
        .start(
            () -> {
              for (int i = 0; i < 20; i++) {
                kept.add(new byte[MEBIBYTE]);
              }
            })
        .join();

    assertThat(kept).hasSize(20);
    assertThat(meter.bytes() - before).isBetween(20L * MEBIBYTE, 40L * MEBIBYTE);
  }
}
