package io.cdrwebhooks.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/// A short run, for CI; `make chaos` is the whole one.
@Tag("long") // leases are not scaled, and a killed process holds them for a minute
class ChaosTest {
  private static final int REPORTS = 200;
  private static final long SEED = 20_260_110;

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path folder;

  @Test
  void everyGuaranteeHoldsUnderFaultsAndKills() throws Exception {
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    try (PrintStream out = new PrintStream(said, true, StandardCharsets.UTF_8)) {
      Verdict verdict = ChaosRun.run(ChaosSettings.of(REPORTS, SEED), folder, out);
      assertThat(verdict.isGood()).as(() -> said.toString(StandardCharsets.UTF_8)).isTrue();
    }
  }
}
