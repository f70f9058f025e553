package io.cdrwebhooks.bench.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Tests that a rehearsal loads everything that the first event after a restore needs.
@Tag("long") // each function starts in a separate process
class RestorePathTest {
  /// The JDK and Lambda's client, which also run for the first time after a restore.
  private static final List<String> NOT_OURS =
      List.of("java.", "jdk.", "sun.", "com.sun.", "javax.", "com.amazonaws.services.lambda.");

  @ParameterizedTest
  @EnumSource
  void firstEventAfterRestoreLoadsNoClass(Subject subject, @TempDir Path scratch) throws Exception {
    LoadedClasses late = new FirstEvent(subject, scratch).afterRestore();

    assertThat(late.all())
        .filteredOn(name -> NOT_OURS.stream().noneMatch(name::startsWith))
        .as(
            "classes that the rehearsal of %s leaves to its first user: let it do what loads them",
            subject.label())
        .isEmpty();
  }
}
