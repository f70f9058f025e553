package io.cdrwebhooks.bench.throughput;

import io.cdrwebhooks.bench.Figure;
import io.cdrwebhooks.bench.Section;
import io.cdrwebhooks.bench.Stage;
import io.cdrwebhooks.bench.stand.FastReceiver;
import io.cdrwebhooks.bench.throughput.LoadedSystem.Load;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// From an upload to the request about it, on the local system, at two rates, and with it what the
/// emulators take alone for the same requests to AWS and to the receiver.
///
/// The last one of the loads is judged. Each runs in a separate process; the uploads and the
/// receiver run in this one.
public record UploadToPost(int runs, List<Load> warmUp, List<Load> loads) implements Section {
  private static final String REPORT = "samples/tx00001.zip";
  private static final String ALONE = ", emulators alone";
  private static final Load EASY = new Load(50, Duration.ofSeconds(3));
  private static final Load BUSY = new Load(200, Duration.ofSeconds(4));

  /// What a known implementation of another kind needs at 200 a second, where the emulators can.
  private static final double WANTED_P99_MILLIS = 127;

  private static final double WANTED_RATIO = 2;

  /// As `make bench` has it.
  public UploadToPost() {
    this(RUNS, List.of(BUSY, BUSY), List.of(EASY, BUSY));
  }

  @Override
  public List<Figure> measure(Stage stage) throws IOException, InterruptedException {
    Path report = stage.repository().resolve(REPORT);
    Path scratch = stage.scratch();
    Arrivals arrivals = new Arrivals();
    try (FastReceiver receiver = FastReceiver.start(Optional.empty(), arrivals);
        LoadedSystem ours =
            LoadedSystem.start("ours", scratch, report, receiver.url(), arrivals, false);
        LoadedSystem alone =
            LoadedSystem.start("bare", scratch, report, receiver.url(), arrivals, true)) {
      ours.warmUp(warmUp);
      alone.warmUp(warmUp);
      for (int run = 1; run <= runs; run++) {
        for (Load load : loads) {
          ours.run(load);
          alone.run(load);
        }
        stage.sayRun(run);
      }
      List<Figure> figures = new ArrayList<>();
      for (Load load : loads) {
        figures.addAll(times(load, load.equals(loads.getLast()), ours, alone));
      }
      return figures;
    }
  }

  /// Where the emulators alone need longer than is wanted, their time is the measure.
  private static List<Figure> times(
      Load load, boolean judged, LoadedSystem ours, LoadedSystem alone) {
    String p50 = "p50 at " + load.perSecond() + "/s";
    String p99 = "p99 at " + load.perSecond() + "/s";
    Figure time = ours.percentile(p99, load, 99);
    Figure least = alone.percentile(p99 + ALONE, load, 99);
    Figure ratio = time.by(least, "x emulators");
    boolean possible = least.median() < WANTED_P99_MILLIS;
    return List.of(
        ours.percentile(p50, load, 50),
        alone.percentile(p50 + ALONE, load, 50),
        judged && possible ? time.atMost(WANTED_P99_MILLIS) : time,
        least,
        judged && !possible ? ratio.atMost(WANTED_RATIO) : ratio);
  }
}
