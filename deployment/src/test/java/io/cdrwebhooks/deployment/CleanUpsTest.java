package io.cdrwebhooks.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cdrwebhooks.local.Steps;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CleanUpsTest {
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final CleanUps cleanUps =
      new CleanUps(new Steps(new PrintStream(printed, true, StandardCharsets.UTF_8)));
  private final List<String> removed = new ArrayList<>();

  @Test
  void cleanUpsRunOnceAndLatestFirst() {
    cleanUps.add("configuration", () -> removed.add("configuration"));
    cleanUps.add("task", () -> removed.add("task"));

    cleanUps.close();
    cleanUps.close();

    assertThat(removed).containsExactly("task", "configuration");
  }

  @Test
  void failedCleanUpFailsTheTrialAfterTheOthersRan() {
    cleanUps.add("configuration", () -> removed.add("configuration"));
    cleanUps.add(
        "task",
        () -> {
          throw new TrialFailure("DELETE was answered with 500");
        });

    assertThatThrownBy(cleanUps::close)
        .isInstanceOf(TrialFailure.class)
        .hasMessage("The trial leaves behind: task");
    assertThat(removed).containsExactly("configuration");
    assertThat(printed.toString(StandardCharsets.UTF_8))
        .contains("could not remove task: DELETE was answered with 500");
  }
}
