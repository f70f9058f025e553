package io.cdrwebhooks.dispatch.attempt;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.dispatch.DispatchSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/// Tests that the events that keep the deployed versions active change nothing.
class CanaryTest {
  @AutoClose private final DispatchSystem system = new DispatchSystem();

  @Test
  void dispatchAnswersABatchWithoutMessages() throws IOException {
    assertThat(system.answerTo(canary("dispatch"))).isEqualTo("{\"batchItemFailures\":[]}");
    assertThat(system.deliveries.all()).isEmpty();
    assertThat(system.log).isEmpty();
  }

  @Test
  void canaryRunsOneSweep() throws IOException {
    system.invokeScheduled(canary("scheduled-work"));

    assertThat(system.workMessages.sent()).isEmpty();
    assertThat(system.metrics).singleElement().asString().contains("OldestOverdueAttemptSeconds");
  }

  private static String canary(String function) throws IOException {
    return Files.readString(Path.of("..", "build-support", "canaries", function + ".json"));
  }
}
