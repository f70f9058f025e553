package io.cdrwebhooks.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Tests that no damaged archive stops the reader, or gets a count that another reader contradicts.
/// `-Dfuzz.archives=` and `-Dfuzz.seed=` choose another run.
@Tag("slow")
class ArchiveFuzzTest {
  @Test
  void damagedArchiveDoesNotGetAWrongCount(@TempDir Path folder) throws Exception {
    String archives = System.getProperty("fuzz.archives", "50000");
    String seed = System.getProperty("fuzz.seed", Integer.toString(new Random().nextInt(1 << 20)));
    String printed =
        SmallHeap.run(
            "-Xmx128m",
            folder.resolve("output.txt"),
            ArchiveFuzz.class,
            List.of(archives, seed, Integer.toString(Integer.parseInt(archives) / 500)));
    assertThat(printed).contains("archives=" + archives + " seed=" + seed + " ");
  }
}
