package io.cdrwebhooks.bench;

import java.nio.file.Path;
import java.util.function.Consumer;

/// What a section is given: the repository's folder, an empty folder of its own, and somebody who
/// is waiting.
public record Stage(Path repository, Path scratch, Consumer<String> progress) {
  /// One line, such as `run 3 of 7`.
  public void say(String line) {
    progress.accept(line);
  }
}
