package io.cdrwebhooks.local;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Tests commands without a running system; `RunTest` and `RedriveTest` test them with one.
class OperatorCommandsTest {
  @ParameterizedTest
  @CsvSource({
    "console-link, 'Give a command and the directory of the running system.'",
    "report none, LINES and TASK must be set.",
    "other none, There is no command other.",
    "console-link none, No system has run with its data in none.",
    "redrive none, No system has run with its data in none.",
    "report none 1 1, No system has run with its data in none.",
    "report none many 1, LINES is not a number: many",
    "report none 1 -1, TASK is not a number: -1"
  })
  void failedCommandSaysWhy(String arguments, String sentence) throws Exception {
    Process process = JavaProcess.start(OperatorCommands.class, arguments.split(" "));
    assertThat(JavaProcess.lines(process)).containsExactly(sentence);
    assertThat(process.waitFor()).isEqualTo(1);
  }
}
