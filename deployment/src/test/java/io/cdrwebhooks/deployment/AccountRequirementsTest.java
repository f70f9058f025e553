package io.cdrwebhooks.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccountRequirementsTest {
  @TempDir Path folder;

  /// A link takes 0.1 s, so 1,000 a second take 100 functions at once, in addition to the 400 of
  /// dispatch.
  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          '',                             499, 1
          '',                             500, 0
          batchesAtOnce=6,                 10, 1
          linksPerSecond=2000,            500, 1
          linksReservedConcurrency=100,   499, 1
          linksReservedConcurrency=100,   500, 0
          apiReservedConcurrency=50,      549, 1
          apiReservedConcurrency=50,      550, 0
          reservedConcurrency=400,        499, 0
          """)
  void linksThatCouldUseAllConcurrencyCauseAWarning(String setting, int limit, int warnings)
      throws IOException {
    Path settings = folder.resolve("example.properties");
    String example = Files.readString(Path.of("../infra/environments/example.properties"));
    Files.writeString(settings, example + "\n" + setting + "\n");

    assertThat(AccountRequirements.of(settings).warning(limit).stream())
        .hasSize(warnings)
        .allMatch(warning -> warning.contains("but this account runs " + limit));
  }
}
