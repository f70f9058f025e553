package io.cdrwebhooks.bench.throughput;

import io.cdrwebhooks.bench.measure.Figure;
import io.cdrwebhooks.bench.measure.Section;
import io.cdrwebhooks.bench.measure.Workbench;
import io.cdrwebhooks.bench.stand.LoopbackServer;
import io.cdrwebhooks.bench.throughput.FunctionsProcess.Run;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

/// Measures the cost of deliveries in the dispatch function, against the same number of requests to
/// AWS alone. AWS and the receiver answer at once, from this process. The function and the bare
/// requests run in another process, in turn.
///
/// A delivery takes two invocations: its arrival, and the message to its lane. The reports of a
/// batch are for ten receivers, so each delivery has a lane alone: the highest cost of lanes.
public record DispatchThroughput(int deliveries, int warmUps) implements Section {
  /// The time that the fastest open-source sender needs at 200 messages a second.
  private static final double MAX_CPU_MILLIS = 1.0;

  private static final double MIN_PER_SECOND = 1_400;
  private static final double MAX_ALLOCATED_OF_BARE = 1.1;

  /// Creates the section with the sizes of `make bench`.
  public DispatchThroughput() {
    this(700, 5);
  }

  @Override
  public List<Figure> measure(Workbench workbench) throws IOException, InterruptedException {
    List<Run> done = new ArrayList<>();
    LongAdder posts = new LongAdder();
    try (LoopbackServer receiver =
            LoopbackServer.receiver(Optional.empty(), _ -> posts.increment());
        FunctionsProcess process = new FunctionsProcess(receiver.url(), workbench.scratch())) {
      for (int warmUp = 0; warmUp < warmUps; warmUp++) {
        var _ = process.ask("deliver", deliveries, ResourceUse.class);
      }
      for (int run = 0; run <= workbench.runs(); run++) {
        posts.reset();
        Run measured = process.run("deliver", deliveries);
        if (posts.intValue() != deliveries) {
          throw new IOException(
              "posts must equal deliveries: %s for %d deliveries".formatted(posts, deliveries));
        }
        if (run > 0) {
          done.add(measured);
        }
        workbench.sayRun(run);
      }
    }
    return figures(done);
  }

  private List<Figure> figures(List<Run> done) {
    Figure cpu =
        Figure.of("CPU per delivery", "ms", done, run -> run.ours().cpuMillisPer(deliveries));
    Figure bare =
        Figure.of("CPU of its requests", "ms", done, run -> run.bare().cpuMillisPer(deliveries));
    Figure allocated =
        Figure.of(
            "allocated per delivery", "KiB", done, run -> run.ours().kibibytesPer(deliveries));
    Figure bareAllocated =
        Figure.of(
            "allocated by its requests", "KiB", done, run -> run.bare().kibibytesPer(deliveries));
    return List.of(
        Figure.of("deliveries per second", "/s", done, run -> run.ours().perSecond(deliveries))
            .atLeast(MIN_PER_SECOND),
        Figure.of(
            "deliveries per second of a core",
            "/s",
            done,
            run -> run.ours().perCpuSecond(deliveries)),
        cpu.atMost(MAX_CPU_MILLIS),
        bare,
        cpu.by(bare, "x its requests"),
        allocated,
        bareAllocated,
        allocated.by(bareAllocated, "x its requests").atMost(MAX_ALLOCATED_OF_BARE),
        Figure.of(
            "AWS requests per delivery", "", done, run -> (double) run.requests() / deliveries));
  }
}
