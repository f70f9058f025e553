package io.cdrwebhooks.bench.throughput;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ResourceUseTest {
  private static final int MEBIBYTE = 1 << 20;

  @Test
  void allocationOfVirtualThreadsIsCounted() throws InterruptedException {
    List<byte[]> kept = new ArrayList<>();
    ResourceUse use =
        ResourceUse.by(
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
    assertThat(use.bytes()).isBetween(20L * MEBIBYTE, 40L * MEBIBYTE);
  }
}
