package io.cdrwebhooks.bench.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Tagged slow because it needs the packages, which the quick build does not make.
@Tag("slow")
class FunctionPackagesTest {
  private static final long MAX_BYTES = 15_000_000;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "dispatch-function",
        "download-link-function",
        "receiver-request-function",
        "config-api-function"
      })
  void packageIsBelow15Megabytes(String module) throws Exception {
    assertThat(Files.size(BuildFolders.functionPackage(module))).isLessThan(MAX_BYTES);
  }
}
