package io.cdrwebhooks.local;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/// Finds external commands that a test needs.
final class Commands {
  private Commands() {}

  /// Skips the test with a reason if the command is not installed.
  static void assumeOnPath(String command, String consequence) {
    boolean onPath =
        Stream.of(System.getenv("PATH").split(File.pathSeparator))
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, command)));
    assumeTrue(onPath, command + " is not on the PATH: " + consequence);
  }
}
