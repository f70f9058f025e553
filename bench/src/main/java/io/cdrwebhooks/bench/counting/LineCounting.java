package io.cdrwebhooks.bench.counting;

import io.cdrwebhooks.bench.counting.CountingProcess.Speeds;
import io.cdrwebhooks.bench.measure.ChildJvm;
import io.cdrwebhooks.bench.measure.Figure;
import io.cdrwebhooks.bench.measure.Section;
import io.cdrwebhooks.bench.measure.Stage;
import io.cdrwebhooks.configuration.CdrTask;
import io.cdrwebhooks.local.sample.SampleExports;
import io.cdrwebhooks.report.TaskId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Measures how fast the product counts the lines of an archive, against a thread that only
/// inflates the same data.
///
/// The store is memory, so the figures cover only our code. One JVM with Lambda's flags counts and
/// inflates alternately.
public final class LineCounting implements Section {
  private static final List<String> LAMBDA = List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

  /// Some 250 MB of text.
  private static final int LINES = 1_700_000;

  private static final InstantSource MADE_AT =
      InstantSource.fixed(Instant.parse("2026-01-10T11:20:09Z"));

  private static final int WARM_UPS = 2;

  @Override
  public List<Figure> measure(Stage stage) throws IOException, InterruptedException {
    stage.say("making an archive of 250 MB of text");
    Path archive = stage.scratch().resolve("export.zip");
    var _ =
        new SampleExports(
                task ->
                    Optional.of(CdrTask.of(task, "sample", Optional.empty(), MADE_AT.instant())),
                (file, _) -> Files.copy(file, archive),
                MADE_AT)
            .export(new TaskId(1), LINES);
    List<Speeds> runs = new ArrayList<>();
    try (ChildJvm counting =
        ChildJvm.start(
            CountingProcess.class, LAMBDA, stage.scratch(), List.of("" + archive), Map.of())) {
      String _ = counting.hear(String.class);
      for (int run = 1 - WARM_UPS; run <= RUNS; run++) {
        Speeds speeds = counting.ask("count", LINES, Speeds.class);
        if (run > 0) {
          runs.add(speeds);
          stage.sayRun(run);
        }
      }
    }
    return List.of(
        Figure.of("counting", "x inflate", runs, run -> run.counting() / run.inflating()),
        Figure.of("counting, speed", "MB/s", runs, Speeds::counting),
        Figure.of("inflate alone, speed", "MB/s", runs, Speeds::inflating));
  }
}
