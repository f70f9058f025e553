package io.cdrwebhooks.bench.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Slow only in that it needs packages, which the quick build makes none of.
@Tag("slow")
class FunctionPackagesTest {
  private static final long MOST_BYTES = 15_000_000;

  @ParameterizedTest
  @EnumSource
  void packageIsBelow15Megabytes(Subject subject) throws Exception {
    Path zip = BuildFolders.ofThisBuild().functionPackage(subject.module());

    assertThat(Files.size(zip)).as("bytes of %s", zip).isLessThan(MOST_BYTES);
  }
}
