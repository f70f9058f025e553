package io.cdrwebhooks.bench.throughput;

import io.cdrwebhooks.bench.measure.Figure;
import io.cdrwebhooks.bench.measure.Section;
import io.cdrwebhooks.bench.measure.Workbench;
import io.cdrwebhooks.bench.throughput.FunctionsProcess.Run;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/// Measures the cost of followed links in the download link function, against the same number of
/// requests to AWS alone. It follows one link at a time; each is a link's first use, which costs
/// the most. The times are those of links that are followed at a fixed rate.
public record FollowedLinks(int links, int warmUps) implements Section {
  private static final double MIN_PER_CORE = 500;
  private static final double MAX_P99_MILLIS = 15;
  private static final String P99 = "p99 at " + FunctionsProcess.LINKS_PER_SECOND + "/s";
  private static final URI NO_RECEIVER = URI.create("http://127.0.0.1:9/");

  /// Creates the section with the sizes of `make bench`.
  public FollowedLinks() {
    this(600, 8);
  }

  @Override
  public List<Figure> measure(Workbench workbench) throws IOException, InterruptedException {
    List<Run> done = new ArrayList<>();
    List<Double> p99s = new ArrayList<>();
    try (FunctionsProcess process = new FunctionsProcess(NO_RECEIVER, workbench.scratch())) {
      for (int warmUp = 0; warmUp < warmUps; warmUp++) {
        var _ = process.ask("follow", links, ResourceUse.class);
      }
      for (int run = 0; run <= workbench.runs(); run++) {
        Run measured = process.run("follow", links);
        double p99 = process.ask("pace", links / 2, Double.class);
        if (run > 0) {
          done.add(measured);
          p99s.add(p99);
        }
        workbench.sayRun(run);
      }
    }
    return List.of(
        Figure.of(
                "redirects per second of a core", "/s", done, run -> run.ours().perCpuSecond(links))
            .atLeast(MIN_PER_CORE),
        Figure.of("CPU per redirect", "ms", done, run -> run.ours().cpuMillisPer(links)),
        Figure.of("CPU of its requests", "ms", done, run -> run.bare().cpuMillisPer(links)),
        Figure.of(P99, "ms", p99s).atMost(MAX_P99_MILLIS),
        Figure.of("allocated per redirect", "KiB", done, run -> run.ours().kibibytesPer(links)),
        Figure.of("AWS requests per redirect", "", done, run -> (double) run.requests() / links));
  }
}
