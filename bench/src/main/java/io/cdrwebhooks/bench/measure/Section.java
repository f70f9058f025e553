package io.cdrwebhooks.bench.measure;

import java.io.IOException;
import java.util.List;

/// Figures that are measured together, their runs interleaved.
@FunctionalInterface
public interface Section {
  /// Returns the number of runs of each figure, unless the user wants another.
  default int runs() {
    return 7;
  }

  /// Measures, and reports its progress to `workbench`. Leaves no process, thread or port behind.
  List<Figure> measure(Workbench workbench) throws IOException, InterruptedException;
}
