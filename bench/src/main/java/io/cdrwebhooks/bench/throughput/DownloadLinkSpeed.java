package io.cdrwebhooks.bench.throughput;

import io.cdrwebhooks.bench.ChildJvm;
import io.cdrwebhooks.bench.Figure;
import io.cdrwebhooks.bench.Section;
import io.cdrwebhooks.bench.Stage;
import io.cdrwebhooks.bench.stand.CannedAws;
import io.cdrwebhooks.bench.throughput.LinkProcess.Links;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What a followed link costs the download link function, against the requests to AWS that it
/// makes. One at a time, as Lambda gives them to an environment; each is a link's first use, which
/// is the dearest.
public record DownloadLinkSpeed(int runs, int links, int warmUps) implements Section {
  private static final URI NO_RECEIVER = URI.create("http://127.0.0.1:9/");

  /// As `make bench` has it.
  public DownloadLinkSpeed() {
    this(RUNS, 600, 8);
  }

  @Override
  public List<Figure> measure(Stage stage) throws IOException, InterruptedException {
    List<Links> ours = new ArrayList<>();
    List<Links> bare = new ArrayList<>();
    try (CannedAws aws = new CannedAws(Optional.empty(), NO_RECEIVER, _ -> {});
        ChildJvm process =
            ChildJvm.start(
                LinkProcess.class, List.of(), stage.scratch(), List.of(aws.url().toString()))) {
      String _ = process.hear(String.class);
      for (int run = 1 - warmUps; run <= runs; run++) {
        Links ofOurs = process.ask("ours", links, Links.class);
        Links ofBare = process.ask("bare", links, Links.class);
        if (run > 0) {
          ours.add(ofOurs);
          bare.add(ofBare);
          stage.sayRun(run);
        }
      }
    }
    String cpuName = "CPU per redirect";
    Figure cpu = Figure.of(cpuName, "ms", ours, run -> run.spent().cpuMillisPer(links));
    Figure bareCpu =
        Figure.of(cpuName + ", bare", "ms", bare, run -> run.spent().cpuMillisPer(links));
    return List.of(
        Figure.of(
            "redirects per second of a core", "/s", ours, run -> run.spent().perCpuSecond(links)),
        cpu,
        bareCpu,
        cpu.by(bareCpu, "x bare"),
        Figure.of("p99", "ms", ours, Links::p99Millis),
        Figure.of("p99, bare", "ms", bare, Links::p99Millis),
        Figure.of("allocated per redirect", "KiB", ours, run -> run.spent().kibibytesPer(links)));
  }
}
