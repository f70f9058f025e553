package io.cdrwebhooks.bench.lambda;

import io.cdrwebhooks.bench.measure.Figure;
import io.cdrwebhooks.bench.measure.Section;
import io.cdrwebhooks.bench.measure.Workbench;
import io.cdrwebhooks.bench.stand.Stand;
import io.cdrwebhooks.local.start.KilledProcess;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Measures the time from a process' start to the end of its first event, without any snapshot. All
/// requests go over http.
///
/// The measurement ends with the POST to the receiver (dispatch), the first message (arrival, due
/// attempts), or the answer.
public final class ColdStart implements Section {
  /// Runs the functions one after the other. The first round gives no figure, because its files are
  /// not in the page cache and the stand's code is not compiled.
  @Override
  public List<Figure> measure(Workbench workbench) throws IOException, InterruptedException {
    Map<Subject, List<Double>> millis = new EnumMap<>(Subject.class);
    try (Stand stand = new Stand(Optional.empty())) {
      ManagedRuntime runtime = new ManagedRuntime(workbench.scratch(), stand);
      for (int run = 0; run <= workbench.runs(); run++) {
        for (Subject subject : Subject.values()) {
          double took = millis(runtime, subject);
          if (run > 0) {
            millis.computeIfAbsent(subject, _ -> new ArrayList<>()).add(took);
          }
        }
        workbench.sayRun(run);
      }
    }
    return millis.entrySet().stream()
        .map(each -> Figure.of(each.getKey().label(), "ms", each.getValue()))
        .toList();
  }

  /// Measures from the start of the process to the end of its work, in milliseconds.
  private static double millis(ManagedRuntime runtime, Subject subject)
      throws IOException, InterruptedException {
    try (RuntimeApi api = new RuntimeApi()) {
      long before = System.nanoTime();
      try (KilledProcess _ = runtime.start(subject, api)) {
        return (subject.invoke(api, runtime.stand()) - before) / 1e6;
      }
    }
  }
}
