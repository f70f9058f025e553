package io.cdrwebhooks.bench.measure;

import java.io.IOException;
import java.util.List;

/// Figures that are measured together, their runs interleaved.
@FunctionalInterface
public interface Section {
  /// How many runs a figure has at least.
  int RUNS = 7;

  /// Measures, and tells `stage` about its progress. Leaves no process, thread or port behind.
  List<Figure> measure(Stage stage) throws IOException, InterruptedException;
}
