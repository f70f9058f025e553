package io.cdrwebhooks.bench.measure;

import java.nio.file.Path;
import java.util.function.Consumer;

/// The workplace of a section: the repository's folder, an empty folder for its files, the number
/// of runs of a figure, and the output for its progress.
public record Workbench(Path repository, Path scratch, int runs, Consumer<String> progress) {
  public void say(String line) {
    progress.accept(line);
  }

  /// Prints that a run is done. Run 0 is only a warm-up.
  public void sayRun(int number) {
    say(number == 0 ? "warmed up" : "run %d of %d".formatted(number, runs));
  }
}
