package io.cdrwebhooks.bench.throughput;

import io.cdrwebhooks.bench.measure.ChildJvm;
import io.cdrwebhooks.bench.measure.Figure;
import io.cdrwebhooks.bench.measure.Section;
import io.cdrwebhooks.bench.measure.Stage;
import io.cdrwebhooks.bench.stand.CannedAws;
import io.cdrwebhooks.bench.throughput.FunctionsProcess.Links;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Measures the cost of followed links in the download link function. It follows one at a time;
/// each is a link's first use, which is the most expensive.
public record DownloadLinkSpeed(int runs, int links, int warmUps) implements Section {
  private static final URI NO_RECEIVER = URI.create("http://127.0.0.1:9/");

  /// Creates the section with the sizes of `make bench`.
  public DownloadLinkSpeed() {
    this(RUNS, 600, 8);
  }

  @Override
  public List<Figure> measure(Stage stage) throws IOException, InterruptedException {
    List<Links> done = new ArrayList<>();
    try (CannedAws aws = new CannedAws(Optional.empty(), NO_RECEIVER, _ -> {});
        ChildJvm process = FunctionsProcess.start(aws, stage.scratch())) {
      String _ = process.hear(String.class);
      for (int run = 1 - warmUps; run <= runs; run++) {
        Links measured = process.ask("follow", links, Links.class);
        if (run > 0) {
          done.add(measured);
          stage.sayRun(run);
        }
      }
    }
    return List.of(
        Figure.of(
            "redirects per second of a core", "/s", done, run -> run.spent().perCpuSecond(links)),
        Figure.of("CPU per redirect", "ms", done, run -> run.spent().cpuMillisPer(links)),
        Figure.of("p99", "ms", done, Links::p99Millis),
        Figure.of("allocated per redirect", "KiB", done, run -> run.spent().kibibytesPer(links)));
  }
}
