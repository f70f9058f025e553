package io.cdrwebhooks.bench.throughput;

import io.cdrwebhooks.bench.Figure;
import io.cdrwebhooks.bench.Section;
import io.cdrwebhooks.bench.Stage;
import io.cdrwebhooks.bench.stand.CannedAws;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/// What a followed link costs the download link function, against the requests to AWS that it
/// makes. One at a time, as Lambda gives them to an environment; each is a link's first use, which
/// is the dearest.
public final class DownloadLinkSpeed implements Section {
  private static final URI NOBODY = URI.create("http://127.0.0.1:9/");

  private final int runs;
  private final int links;
  private final int warmUps;

  /// As `make bench` has it.
  public DownloadLinkSpeed() {
    this(RUNS, 600, 8);
  }

  DownloadLinkSpeed(int runs, int links, int warmUps) {
    this.runs = runs;
    this.links = links;
    this.warmUps = warmUps;
  }

  @Override
  public String name() {
    return "download-link";
  }

  private record Run(Spent spent, double p99Millis) {}

  @Override
  public List<Figure> measure(Stage stage) throws IOException, InterruptedException {
    List<Run> ours = new ArrayList<>();
    List<Run> bare = new ArrayList<>();
    try (CannedAws aws = CannedAws.start(Optional.empty(), NOBODY, _ -> {});
        ChildJvm process =
            ChildJvm.start(
                LinkProcess.class, List.of(), stage.scratch(), List.of(aws.url().toString()))) {
      var _ = process.hear();
      for (int i = 0; i < warmUps; i++) {
        var _ = run(process, "ours");
        var _ = run(process, "bare");
      }
      for (int i = 0; i < runs; i++) {
        ours.add(run(process, "ours"));
        bare.add(run(process, "bare"));
        stage.say("run %d of %d".formatted(i + 1, runs));
      }
    }
    List<Double> cpu = of(ours, this::cpu);
    List<Double> bareCpu = of(bare, this::cpu);
    return List.of(
        Figure.of(
            "redirects per second of a core",
            "/s",
            of(ours, run -> run.spent().perCpuSecond(links))),
        Figure.of("CPU per redirect", "ms", cpu),
        Figure.of("CPU per redirect, bare", "ms", bareCpu),
        Figure.of("CPU per redirect", "x bare", Figure.ratios(cpu, bareCpu)),
        Figure.of("p99", "ms", of(ours, Run::p99Millis)),
        Figure.of("p99, bare", "ms", of(bare, Run::p99Millis)),
        Figure.of(
            "allocated per redirect", "KiB", of(ours, run -> run.spent().kibibytesPer(links))));
  }

  private Run run(ChildJvm process, String which) throws IOException {
    List<String> words = process.ask(which + " " + links);
    return new Run(Spent.of(words), Double.parseDouble(words.getLast()));
  }

  private double cpu(Run run) {
    return run.spent().cpuMillisPer(links);
  }

  private static List<Double> of(List<Run> runs, ToDoubleFunction<Run> figure) {
    return runs.stream().map(figure::applyAsDouble).toList();
  }
}
