package io.cdrwebhooks.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.report.Zips;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Tests `make demo` in a separate process.
class DemoTest {
  @TempDir Path directory;

  @Tag("long")
  @Test
  void reportIsDeliveredAndSaved() throws Exception {
    Path report = directory.resolve("it's.zip");
    Files.write(report, Zips.deflated(Map.of("a.csv", "1\n")));

    Process process = start(report);
    List<String> lines = JavaProcess.lines(process);

    assertThat(process.waitFor()).as(String.join("\n", lines)).isZero();
    assertThat(lines).hasSize(12);
    assertThat(lines.getLast()).endsWith("OK: delivered, signed, fetched, equal, nothing leaked");
    assertThat(lines.get(10))
        .containsPattern("[0-9]+ log lines searched for 1 access token and 3 keys: none found");
    try (Stream<Path> files = Files.walk(directory.resolve("received"))) {
      assertThat(files).anyMatch(file -> file.endsWith("it_s.zip")); // the receiver's safe name
    }
  }

  @Test
  void missingReportIsExplainedInOneSentence() throws Exception {
    Process process = start(directory.resolve("none.zip"));
    assertThat(JavaProcess.lines(process))
        .containsExactly(
            "There is no report at "
                + directory.resolve("none.zip")
                + "; give one with REPORT=file.zip.");
    assertThat(process.waitFor()).isEqualTo(1);
  }

  private Process start(Path report) throws IOException {
    return JavaProcess.start(Demo.class, report.toString(), directory.toString());
  }
}
