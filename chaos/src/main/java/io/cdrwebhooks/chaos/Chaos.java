package io.cdrwebhooks.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;

/// `make chaos`: starts a run with the given number of reports and seed.
public final class Chaos {
  private Chaos() {}

  /// Runs it. `args`: number of reports, seed (empty: random), folder for the run's files.
  public static void main(String[] args) throws IOException, InterruptedException {
    ChaosSettings settings;
    try {
      long seed =
          args[1].isEmpty() ? new SecureRandom().nextInt(1_000_000) : Long.parseLong(args[1]);
      settings = ChaosSettings.of(Integer.parseInt(args[0]), seed);
    } catch (IllegalArgumentException e) {
      System.err.println("make chaos REPORTS=2000 SEED=42: " + e.getMessage());
      System.exit(2);
      return;
    }
    Files.createDirectories(Path.of(args[2]));
    Path folder =
        Files.createTempDirectory(
            Path.of(args[2]).toAbsolutePath(), "seed-" + settings.seed() + "-");
    Verdict verdict = ChaosRun.run(settings, folder, System.out);
    System.exit(verdict.isGood() ? 0 : 1);
  }
}
