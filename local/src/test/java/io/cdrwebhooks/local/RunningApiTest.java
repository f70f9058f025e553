package io.cdrwebhooks.local;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// `make console-link` and `make report` where there is nothing to talk to; with a system they are
/// tried in `RunTest`.
class RunningApiTest {
  @ParameterizedTest
  @CsvSource({
    "ConsoleLink, '', Needed: the directory of the running system.",
    "ConsoleLink, none, No system has run with its data in none.",
    "ExportSample, none 1 1, No system has run with its data in none.",
    "ExportSample, none many 1, LINES is not a number: many",
    "ExportSample, none 1 -1, TASK is not a number: -1",
    "ExportSample, none, 'Needed: the directory of the running system, LINES and TASK.'"
  })
  void commandThatCannotBeCarriedOutSaysWhy(String command, String arguments, String sentence)
      throws Exception {
    Class<?> main = command.equals("ConsoleLink") ? ConsoleLink.class : ExportSample.class;
    Process process = JavaProcess.start(main, arguments.split(" "));
    assertThat(JavaProcess.lines(process)).containsExactly(sentence);
    assertThat(process.waitFor()).isEqualTo(1);
  }
}
