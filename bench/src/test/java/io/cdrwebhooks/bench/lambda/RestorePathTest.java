package io.cdrwebhooks.bench.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A rehearsal goes through all that the first event after a restore needs.
@Tag("slow")
class RestorePathTest {
  @ParameterizedTest
  @EnumSource
  void firstEventAfterTheRestoreLoadsNothingOfOursOrTheSdks(Subject subject, @TempDir Path scratch)
      throws Exception {
    LoadedClasses late = RestorePath.of(subject, BuildFolders.ofThisBuild(), scratch);

    List<String> ours =
        Stream.of("io.cdrwebhooks.", "software.amazon.", "org.apache.", "com.fasterxml.")
            .flatMap(prefix -> late.below(prefix).stream())
            .toList();
    assertThat(ours)
        .as(
            "classes that the rehearsal of %s leaves to its first user: let it do what loads them",
            subject.words())
        .isEmpty();
  }
}
