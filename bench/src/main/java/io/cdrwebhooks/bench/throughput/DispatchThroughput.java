package io.cdrwebhooks.bench.throughput;

import io.cdrwebhooks.bench.Figure;
import io.cdrwebhooks.bench.Section;
import io.cdrwebhooks.bench.Stage;
import io.cdrwebhooks.bench.Target;
import io.cdrwebhooks.bench.stand.CannedAws;
import io.cdrwebhooks.bench.stand.FastReceiver;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/// What a delivery costs the dispatch function, against the bare requests that it makes: the
/// product's own part. AWS and the receiver answer at once, from this process; the function and the
/// bare work run in another, in turn.
///
/// A delivery is two invocations: its arrival, and the message that its lane is sent. The reports
/// of a batch are for ten receivers, so each delivery has a lane alone: the most that lanes can
/// cost.
public final class DispatchThroughput implements Section {
  private final int runs;
  private final Batches batches;
  private final int warmUps;

  /// As `make bench` has it.
  public DispatchThroughput() {
    this(RUNS, new Batches(100, 4), 8);
  }

  DispatchThroughput(int runs, Batches batches, int warmUps) {
    this.runs = runs;
    this.batches = batches;
    this.warmUps = warmUps;
  }

  @Override
  public String name() {
    return "dispatch-throughput";
  }

  @Override
  public List<Figure> measure(Stage stage) throws IOException, InterruptedException {
    try (FastReceiver receiver = FastReceiver.start(Optional.empty(), Duration.ZERO, _ -> {});
        CannedAws aws = CannedAws.start(Optional.empty(), receiver.url(), _ -> {});
        ChildJvm process = start(aws.url(), receiver.url(), stage.scratch())) {
      aws.tell(URI.create(process.hear().getFirst()));
      var _ = process.ask("try");
      aws.tell(receiver.url());
      return new Measurement(aws, receiver, process).figures(stage);
    }
  }

  private static ChildJvm start(URI aws, URI receiver, Path scratch) throws IOException {
    return ChildJvm.start(
        DispatchProcess.class, List.of(), scratch, List.of(aws.toString(), receiver.toString()));
  }

  private int deliveries() {
    return batches.messages();
  }

  /// One run of either: what it took, and what it asked for.
  private record Run(Spent spent, double requests, double posts) {}

  private final class Measurement {
    private final CannedAws aws;
    private final FastReceiver receiver;
    private final ChildJvm process;
    private final List<Run> ours = new ArrayList<>();
    private final List<Run> bare = new ArrayList<>();

    Measurement(CannedAws aws, FastReceiver receiver, ChildJvm process) {
      this.aws = aws;
      this.receiver = receiver;
      this.process = process;
    }

    List<Figure> figures(Stage stage) throws IOException {
      for (int i = 0; i < warmUps; i++) {
        var _ = run("ours");
        var _ = run("bare");
      }
      for (int i = 0; i < runs; i++) {
        ours.add(run("ours"));
        bare.add(run("bare"));
        stage.say("run %d of %d".formatted(i + 1, runs));
      }
      return figures();
    }

    private List<Figure> figures() {
      List<Double> cpu = of(ours, run -> run.spent.cpuMillisPer(deliveries()));
      List<Double> bareCpu = of(bare, run -> run.spent.cpuMillisPer(deliveries()));
      return List.of(
          Figure.of(
              "deliveries per second", "/s", of(ours, run -> run.spent.perSecond(deliveries()))),
          Figure.of(
              "deliveries per second of a core",
              "/s",
              of(ours, run -> run.spent.perCpuSecond(deliveries()))),
          Figure.of("CPU per delivery", "ms", cpu),
          Figure.of("CPU per delivery, bare", "ms", bareCpu),
          Figure.of("CPU per delivery", "x bare", Figure.ratios(cpu, bareCpu), Target.atMost(1.5)),
          Figure.of(
              "allocated per delivery",
              "KiB",
              of(ours, run -> run.spent.kibibytesPer(deliveries()))),
          Figure.of(
              "allocated per delivery, bare",
              "KiB",
              of(bare, run -> run.spent.kibibytesPer(deliveries()))),
          Figure.of("AWS requests per delivery", "", of(ours, Run::requests)),
          Figure.of("AWS requests per delivery, bare", "", of(bare, Run::requests)));
    }

    private List<Double> of(List<Run> runs, ToDoubleFunction<Run> figure) {
      return runs.stream().map(figure::applyAsDouble).toList();
    }

    private Run run(String which) throws IOException {
      long requests = requests();
      long posts = receiver.taken();
      Spent spent = Spent.of(process.ask(which + " " + batches.words()));
      double count = deliveries();
      Run run = new Run(spent, (requests() - requests) / count, (receiver.taken() - posts) / count);
      if (run.posts() != 1) {
        throw new IOException(
            run.posts() + " posts for each delivery: something else was measured");
      }
      return run;
    }

    private long requests() {
      Map<String, Long> counts = aws.counts();
      return counts.values().stream().mapToLong(Long::longValue).sum();
    }
  }
}
