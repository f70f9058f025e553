package io.cdrwebhooks.bench.throughput;

import io.cdrwebhooks.bench.Figure;
import io.cdrwebhooks.bench.Section;
import io.cdrwebhooks.bench.Stage;
import io.cdrwebhooks.bench.stand.CannedAws;
import io.cdrwebhooks.bench.stand.FastReceiver;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Receivers that take a second to answer: nobody waits for another's, and waiting costs little.
///
/// A hundred are waited for at the same time, each in a lane of its own. What is in use of the heap
/// meanwhile is found by collecting all garbage, so it is a run of its own.
public final class SlowReceivers implements Section {
  private static final Duration DELAY = Duration.ofSeconds(1);

  /// As Lambda starts Java 25 in a function of 1,024 MB.
  private static final List<String> LAMBDA =
      List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx870400k");

  private static final double MEBIBYTE = 1 << 20;

  private final int runs;
  private final Batches each;
  private final Batches many;

  /// As `make bench` has it: a run with 1,000 deliveries, and shorter ones.
  public SlowReceivers() {
    this(RUNS, new Batches(30, 10), new Batches(100, 10));
  }

  SlowReceivers(int runs, Batches each, Batches many) {
    this.runs = runs;
    this.each = each;
    this.many = many;
  }

  @Override
  public String name() {
    return "slow-receivers";
  }

  @Override
  public List<Figure> measure(Stage stage) throws IOException, InterruptedException {
    try (FastReceiver receiver = FastReceiver.start(Optional.empty(), DELAY, _ -> {});
        CannedAws aws = CannedAws.start(Optional.empty(), receiver.url(), _ -> {});
        ChildJvm process =
            ChildJvm.start(
                DispatchProcess.class,
                LAMBDA,
                stage.scratch(),
                List.of(aws.url().toString(), receiver.url().toString()))) {
      var _ = process.hear();
      double live = Long.parseLong(process.ask("live-heap " + each.words()).getFirst());
      List<Double> times = new ArrayList<>();
      for (int run = 0; run < runs; run++) {
        times.add(timesIdeal(process, each));
        stage.say("run %d of %d".formatted(run + 1, runs));
      }
      double most = timesIdeal(process, many);
      return List.of(
          Figure.of("%,d deliveries".formatted(each.messages()), "x ideal", times),
          Figure.of("%,d deliveries".formatted(many.messages()), "x ideal", List.of(most)),
          Figure.of("heap in use meanwhile", "MiB", List.of(live / MEBIBYTE)));
    }
  }

  /// Ideally each batch takes as long as its receivers.
  private static double timesIdeal(ChildJvm process, Batches batches) throws IOException {
    Spent spent = Spent.of(process.ask("ours " + batches.words()));
    double rounds = Math.ceil((double) batches.count() / batches.atOnce());
    return spent.nanos() / (rounds * DELAY.toNanos());
  }
}
