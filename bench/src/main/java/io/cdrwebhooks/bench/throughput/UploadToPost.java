package io.cdrwebhooks.bench.throughput;

import io.cdrwebhooks.bench.Figure;
import io.cdrwebhooks.bench.Section;
import io.cdrwebhooks.bench.Stage;
import io.cdrwebhooks.bench.Target;
import io.cdrwebhooks.bench.stand.FastReceiver;
import io.cdrwebhooks.bench.throughput.SteadyUploads.Load;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// From an upload to the request that tells of it, on the local system, at three rates, and beside
/// it what the emulators take alone for the same requests to AWS and to the receiver.
///
/// Each is a process of its own; the uploads and the receiver are in this one. A report that nobody
/// was told of, or twice, is a figure with a target of 0.
public final class UploadToPost implements Section {
  private static final String REPORT = "samples/tx00001.zip";
  private static final Load EASY = new Load(50, Duration.ofSeconds(3));
  private static final Load BUSY = new Load(200, Duration.ofSeconds(4));
  private static final Load BURST = new Load(500, Duration.ofMillis(1_500));

  /// What a known implementation of another kind needs at 200 a second, where the emulators can.
  private static final double WANTED_P99_MILLIS = 127;

  private static final double WANTED_RATIO = 2;

  private final int runs;
  private final List<Load> warmUp;
  private final List<Load> loads;

  /// As `make bench` has it.
  public UploadToPost() {
    this(RUNS, List.of(BURST, BURST), List.of(EASY, BUSY, BURST));
  }

  /// The loads of a run: one that is easy, one that is judged, and one that is too much.
  UploadToPost(int runs, List<Load> warmUp, List<Load> loads) {
    this.runs = runs;
    this.warmUp = warmUp;
    this.loads = loads;
  }

  @Override
  public String name() {
    return "upload-to-post";
  }

  @Override
  public List<Figure> measure(Stage stage) throws IOException, InterruptedException {
    Path report = stage.repository().resolve(REPORT);
    byte[] bytes = Files.readAllBytes(report);
    Arrivals arrivals = new Arrivals();
    try (FastReceiver receiver = FastReceiver.start(Optional.empty(), Duration.ZERO, arrivals);
        RunningSystem system = RunningSystem.start(stage.scratch(), receiver.url());
        RunningSystem emulators =
            RunningSystem.startEmulators(stage.scratch(), report, receiver.url());
        LoadedSystem ours = new LoadedSystem("ours", system, bytes, arrivals);
        LoadedSystem ceiling = new LoadedSystem("bare", emulators, bytes, arrivals)) {
      ours.warmUp(warmUp);
      ceiling.warmUp(warmUp);
      for (int run = 0; run < runs; run++) {
        for (Load load : loads) {
          ours.run(load);
          ceiling.run(load);
        }
        stage.say("run %d of %d".formatted(run + 1, runs));
      }
      return figures(ours, ceiling);
    }
  }

  private List<Figure> figures(LoadedSystem ours, LoadedSystem ceiling) {
    Load busy = loads.get(1);
    Load most = loads.getLast();
    List<Figure> figures = new ArrayList<>();
    loads.forEach(load -> figures.addAll(times(load, load.equals(busy), ours, ceiling)));
    figures.addAll(
        List.of(
            Figure.of("told per second in a burst", "/s", ours.perSecond(most)),
            Figure.of("told per second in a burst, emulators alone", "/s", ceiling.perSecond(most)),
            Figure.of("CPU per report, JVM", "ms", ours.cpu(busy)),
            Figure.of("CPU per report, JVM, emulators alone", "ms", ceiling.cpu(busy)),
            Figure.of("CPU per report, tables", "ms", ours.tablesCpu(busy)),
            Figure.of("CPU per report, tables, emulators alone", "ms", ceiling.tablesCpu(busy)),
            Figure.of("lost reports", "", ours.lost(), Target.atMost(0)),
            Figure.of("reports told twice", "", ours.twice(), Target.atMost(0))));
    return figures;
  }

  /// Where the load is judged and the emulators alone need longer than is wanted, what they need is
  /// the measure.
  private static List<Figure> times(
      Load load, boolean judged, LoadedSystem ours, LoadedSystem ceiling) {
    String at = " at " + load.perSecond() + "/s";
    List<Double> p99 = ours.percentile(load, 99);
    Figure alone = Figure.of("p99" + at + ", emulators alone", "ms", ceiling.percentile(load, 99));
    List<Double> ratios = Figure.ratios(p99, alone.runs());
    boolean possible = alone.median() < WANTED_P99_MILLIS;
    return List.of(
        Figure.of("p50" + at, "ms", ours.percentile(load, 50)),
        Figure.of("p50" + at + ", emulators alone", "ms", ceiling.percentile(load, 50)),
        figure("p99" + at, "ms", p99, judged && possible, Target.atMost(WANTED_P99_MILLIS)),
        alone,
        figure(
            "p99" + at, "x emulators", ratios, judged && !possible, Target.atMost(WANTED_RATIO)));
  }

  private static Figure figure(
      String name, String unit, List<Double> values, boolean judged, Target target) {
    return judged ? Figure.of(name, unit, values, target) : Figure.of(name, unit, values);
  }
}
