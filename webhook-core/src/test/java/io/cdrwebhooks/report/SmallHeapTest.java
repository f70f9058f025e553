package io.cdrwebhooks.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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

  /// Dispatch may get ten messages at once. They must not use ten times as many threads to read
  /// ahead.
  @Test
  void tenArchivesAtOnceAreCountedWithin128MebibytesOfHeap() throws Exception {
    long lines = 20 * 12 * HugeReport.linesOfBlock();
    assertThat(count("-Xmx128m", 20, 12, 10))
        .containsOnlyOnce("lines=")
        .contains("lines=" + lines + " error= ");
  }

  /// A directory within the bounds, of which every field became an object once: it took 690 MiB.
  @Test
  void tenDirectoriesOfExtraFieldsAreReadWithin128MebibytesOfHeap() throws Exception {
    Files.write(folder.resolve("huge.zip"), Zips.manyExtraFields(513, 16_300));
    assertThat(count("-Xmx128m", 0, 0, 10)).contains("lines=0 error= ");
  }

  private String count(String heap, int entries, long blocksEach, int times)
      throws IOException, InterruptedException {
    return SmallHeap.run(
        heap,
        folder.resolve("output.txt"),
        HugeReport.class,
        List.of(
            folder.resolve("huge.zip").toString(),
            Integer.toString(entries),
            Long.toString(blocksEach),
            Integer.toString(times)));
  }
}
