package io.cdrwebhooks.bench.throughput;

import io.cdrwebhooks.bench.measure.Figure;
import io.cdrwebhooks.bench.measure.Section;
import io.cdrwebhooks.bench.measure.Stage;
import io.cdrwebhooks.configuration.SendLimits;
import io.cdrwebhooks.local.isolation.LoadedSystem;
import io.cdrwebhooks.local.isolation.Receiver;
import io.cdrwebhooks.report.TaskId;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Measures the time from the end of an upload to the request about it, on the local system. It
/// does so at several rates, like `make isolation`.
///
/// Only the first load has a target; `warmUp` is not measured.
public record UploadToPost(int runs, List<Load> warmUp, List<Load> loads) implements Section {
  private static final TaskId TASK = new TaskId(1);
  private static final Load EASY = new Load(50, 150);
  private static final Load BUSY = new Load(200, 800);

  /// The time that a known implementation of another kind needs.
  private static final double MOST_MILLIS = 127;

  /// The number of reports, and their rate.
  record Load(int perSecond, int count) {}

  /// Creates the section with the sizes of `make bench`.
  public UploadToPost() {
    this(RUNS, List.of(BUSY, BUSY), List.of(EASY, BUSY));
  }

  @Override
  public List<Figure> measure(Stage stage) throws IOException, InterruptedException {
    List<Figure> figures = new ArrayList<>();
    try (LoadedSystem stand =
        new LoadedSystem(
            stage.repository().resolve("samples/tx00001.zip"),
            stage.scratch().resolve("log.jsonl"))) {
      Receiver receiver = stand.receiver(TASK, Optional.of(Duration.ZERO), SendLimits.STANDARD);
      for (Load load : warmUp) {
        var _ = stand.probe(TASK, receiver, load.count(), load.perSecond());
      }
      for (Load load : loads) {
        List<double[]> millis = new ArrayList<>();
        for (int run = 1; run <= runs; run++) {
          millis.add(stand.probe(TASK, receiver, load.count(), load.perSecond()));
          stage.sayRun(run);
        }
        String at = " at " + load.perSecond() + "/s";
        figures.add(Figure.of("p50" + at, "ms", millis, run -> LoadedSystem.rank(run, 0.5)));
        Figure p99 = Figure.of("p99" + at, "ms", millis, run -> LoadedSystem.rank(run, 0.99));
        figures.add(load.equals(loads.getFirst()) ? p99.atMost(MOST_MILLIS) : p99);
      }
    }
    return figures;
  }
}
