package io.cdrwebhooks.bench;

import java.io.IOException;
import java.util.List;

/// Figures that are measured together, their runs interleaved.
public interface Section {
  /// How many runs a figure has at least.
  int RUNS = 7;

  /// Its heading, and what `make bench ONLY=` calls it: lower-case words with hyphens.
  String name();

  /// Measures; says now and then to `stage` how far it is. Leaves no process, thread or port
  /// behind.
  List<Figure> measure(Stage stage) throws IOException, InterruptedException;
}
