package io.cdrwebhooks.bench.throughput;

import io.cdrwebhooks.bench.ChildJvm;
import io.cdrwebhooks.bench.Figure;
import io.cdrwebhooks.bench.Section;
import io.cdrwebhooks.bench.Stage;
import io.cdrwebhooks.bench.stand.CannedAws;
import io.cdrwebhooks.bench.stand.FastReceiver;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What a delivery costs the dispatch function, against the bare requests that it makes. AWS and
/// the receiver answer at once, from this process; the function and the bare work run in another,
/// in turn.
///
/// A delivery is two invocations: its arrival, and the message that its lane is sent. The reports
/// of a batch are for ten receivers, so each delivery has a lane alone: the most that lanes can
/// cost.
public record DispatchThroughput(int runs, Batches batches, int warmUps) implements Section {
  private static final double MOST_OF_BARE = 1.5;

  /// As `make bench` has it.
  public DispatchThroughput() {
    this(RUNS, new Batches(100, 4), 8);
  }

  /// One run of either: what it took, and how many requests to AWS it made.
  private record Run(Spent spent, long requests) {}

  @Override
  public List<Figure> measure(Stage stage) throws IOException, InterruptedException {
    try (FastReceiver receiver = FastReceiver.start(Optional.empty(), _ -> {});
        CannedAws aws = new CannedAws(Optional.empty(), receiver.url(), _ -> {});
        ChildJvm process =
            ChildJvm.start(
                DispatchProcess.class,
                List.of(),
                stage.scratch(),
                List.of("" + aws.url(), "" + receiver.url(), "" + batches.atOnce()))) {
      aws.sendReportsTo(process.hear(URI.class));
      boolean _ = process.ask("try", 0, Boolean.class);
      aws.sendReportsTo(receiver.url());
      List<Run> ours = new ArrayList<>();
      List<Run> bare = new ArrayList<>();
      for (int run = 1 - warmUps; run <= runs; run++) {
        Run ofOurs = run("ours", process, aws, receiver);
        Run ofBare = run("bare", process, aws, receiver);
        if (run > 0) {
          ours.add(ofOurs);
          bare.add(ofBare);
          stage.sayRun(run);
        }
      }
      return figures(ours, bare);
    }
  }

  private Run run(String which, ChildJvm process, CannedAws aws, FastReceiver receiver)
      throws IOException {
    long requests = aws.requests();
    long posts = receiver.taken();
    Spent spent = process.ask(which, batches.count(), Spent.class);
    long posted = receiver.taken() - posts;
    if (posted != batches.messages()) {
      throw new IOException(
          "%d posts for %d deliveries: something else was measured"
              .formatted(posted, batches.messages()));
    }
    return new Run(spent, aws.requests() - requests);
  }

  private List<Figure> figures(List<Run> ours, List<Run> bare) {
    int count = batches.messages();
    double each = count;
    String cpuName = "CPU per delivery";
    Figure cpu = Figure.of(cpuName, "ms", ours, run -> run.spent.cpuMillisPer(count));
    Figure bareCpu =
        Figure.of(cpuName + ", bare", "ms", bare, run -> run.spent.cpuMillisPer(count));
    String allocated = "allocated per delivery";
    String requests = "AWS requests per delivery";
    return List.of(
        Figure.of("deliveries per second", "/s", ours, run -> run.spent.perSecond(count)),
        Figure.of(
            "deliveries per second of a core", "/s", ours, run -> run.spent.perCpuSecond(count)),
        cpu,
        bareCpu,
        cpu.by(bareCpu, "x bare").atMost(MOST_OF_BARE),
        Figure.of(allocated, "KiB", ours, run -> run.spent.kibibytesPer(count)),
        Figure.of(allocated + ", bare", "KiB", bare, run -> run.spent.kibibytesPer(count)),
        Figure.of(requests, "", ours, run -> run.requests / each),
        Figure.of(requests + ", bare", "", bare, run -> run.requests / each));
  }
}
