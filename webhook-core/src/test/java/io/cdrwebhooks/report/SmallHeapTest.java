package io.cdrwebhooks.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Tests that counting needs the same small memory, whatever the size of the report.
@Tag("slow")
class SmallHeapTest {
  @TempDir private Path folder;

  @Test
  void twoGibibytesOfTextAreCountedWithin64MebibytesOfHeap() throws Exception {
    long lines = 2 * 1024 * HugeReport.linesOfBlock();
    assertThat(count("-Xmx64m", 2, 1024, 1)).contains("lines=" + lines + " error= ");
  }

  @Test
  void mostEntriesThatAreCountedAreReadWithin128MebibytesOfHeap() throws Exception {
    assertThat(count("-Xmx128m", 100_000, 0, 1)).contains("lines=0 error= ");
  }

  /// As many as dispatch gets messages at once: they must not use ten times as many threads to read
  /// ahead.
  @Test
  void tenArchivesAtOnceAreCountedWithin128MebibytesOfHeap() throws Exception {
    long lines = 20 * 12 * HugeReport.linesOfBlock();
    assertThat(count("-Xmx128m", 20, 12, 10))
        .containsOnlyOnce("lines=")
        .contains("lines=" + lines + " error= ");
  }

  private String count(String heap, int entries, long blocksEach, int times)
      throws IOException, InterruptedException {
    Path output = folder.resolve("output.txt");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                heap,
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                HugeReport.class.getName(),
                folder.resolve("huge.zip").toString(),
                Integer.toString(entries),
                Long.toString(blocksEach),
                Integer.toString(times))
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      assertThat(process.waitFor(2, TimeUnit.MINUTES)).as("it ends").isTrue();
    } finally {
      process.destroyForcibly();
    }
    String printed = Files.readString(output);
    assertThat(process.exitValue()).as(printed).isZero();
    System.out.print(printed);
    return printed;
  }
}
