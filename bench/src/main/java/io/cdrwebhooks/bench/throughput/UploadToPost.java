package io.cdrwebhooks.bench.throughput;

import io.cdrwebhooks.bench.Figure;
import io.cdrwebhooks.bench.Section;
import io.cdrwebhooks.bench.Stage;
import io.cdrwebhooks.bench.stand.FastReceiver;
import io.cdrwebhooks.local.LocalSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// From an upload to the request that tells of it, on the local system, at three rates.
public final class UploadToPost implements Section {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @Override
  public String name() {
    return "upload-to-post";
  }

  @Override
  public List<Figure> measure(Stage stage) throws IOException, InterruptedException {
    byte[] report = Files.readAllBytes(stage.repository().resolve("samples/tx00001.zip"));
    Arrivals arrivals = new Arrivals();
    List<Figure> figures = new ArrayList<>();
    try (FastReceiver receiver =
            FastReceiver.start(Optional.empty(), Duration.ZERO, arrivals);
        RunningSystem system =
            RunningSystem.start(stage.scratch(), receiver.url(), Options.given());
        SteadyUploads uploads =
            new SteadyUploads(
                system.s3Url(), system.accessKey(), LocalSettings.BUCKET, report, arrivals)) {
      int n = 0;
      for (int run = 0; run < Integer.getInteger("runs", 3); run++) {
        for (int rate : Arrays.stream(System.getProperty("rates", "50,200,500").split(",")).mapToInt(Integer::parseInt).toArray()) {
          Duration cpu = system.process().info().totalCpuDuration().orElseThrow();
          Duration node = node(system);
          SteadyUploads.Outcome outcome =
              uploads.run(
                  new SteadyUploads.Load(rate, Duration.ofSeconds(rate == 500 ? 3 : 6)),
                  "r%03d-".formatted(n++),
                  PATIENCE);
          Percentiles times = Percentiles.ofNanos(outcome.nanos());
          stage.say(
              "%d/s: p50 %.1f p99 %.1f max %.1f; %.0f/s in %d ms; lost %d, twice %d, refused %d; cpu %d + %d ms"
                  .formatted(
                      rate,
                      times.at(50),
                      times.at(99),
                      times.highest(),
                      outcome.perSecond(),
                      outcome.took().toMillis(),
                      arrivals.missing(outcome.files()),
                      arrivals.repeats(outcome.files()),
                      outcome.refused(),
                      system.process().info().totalCpuDuration().orElseThrow().minus(cpu).toMillis(),
                      node(system).minus(node).toMillis()));
        }
      }
    }
    figures.add(Figure.of("nothing", "", List.of(1.0)));
    return figures;
  }

  private static Duration node(RunningSystem system) {
    return system
        .process()
        .children()
        .map(child -> child.info().totalCpuDuration().orElse(Duration.ZERO))
        .reduce(Duration.ZERO, Duration::plus);
  }
}
