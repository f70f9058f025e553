package io.cdrwebhooks.dispatch;

import static io.cdrwebhooks.dispatch.DispatchSystem.CONFIGURATION;
import static io.cdrwebhooks.dispatch.DispatchSystem.START;
import static io.cdrwebhooks.dispatch.TestEvents.event;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// A metric counts faults of AWS, so that an alarm can fire.
class AwsFaultMetricsTest {
  /// KMS refuses to open the Signature, so nothing can be sent. Without a count of these refusals
  /// no alarm could fire: each message succeeds, MessagesFailed and OurFaults stay zero, and the
  /// lane is never a quarter of an hour late.
  @Test
  void refusalsOfTheKeyServiceAreCounted() throws IOException {
    try (DispatchSystem system = new DispatchSystem()) {
      system.withTask();
      system.lanesStandStill();
      system.vaultFault = new IllegalStateException("KMS: access denied");
      for (int i = 0; i < 10; i++) {
        system.invoke(event(system.put("tx" + i + ".zip", "v1", Map.of("number-of-lines", "2"))));
      }
      system.metrics.clear();
      for (int minute = 1; minute <= 120; minute++) {
        system.now = START.plusSeconds(60 * minute);
        assertThat(system.invoke("{\"lane\":\"" + CONFIGURATION + "\"}")).isEmpty();
      }
      assertThat(system.receiver.received).isEmpty();
      assertThat(system.log).anyMatch(line -> line.contains("attempt.faulted"));
      assertThat(system.metrics).as("anything that an alarm could watch").isNotEmpty();
    }
  }
}
