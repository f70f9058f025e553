package io.cdrwebhooks.bench.throughput;

import io.cdrwebhooks.bench.throughput.SteadyUploads.Load;
import io.cdrwebhooks.bench.throughput.SteadyUploads.Outcome;
import io.cdrwebhooks.local.LocalSettings;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/// A system under loads, and what became of each.
final class LoadedSystem implements AutoCloseable {
  /// For a queue that is too long by the load's end, and for a message that comes again.
  private static final Duration PATIENCE = Duration.ofSeconds(100);

  private final String name;
  private final RunningSystem system;
  private final SteadyUploads uploads;
  private final Arrivals arrivals;
  private final List<Done> all = new ArrayList<>();
  private int number;

  LoadedSystem(String name, RunningSystem system, byte[] report, Arrivals arrivals) {
    this.name = name;
    this.system = system;
    this.arrivals = arrivals;
    this.uploads =
        new SteadyUploads(
            system.s3Url(), system.accessKey(), LocalSettings.BUCKET, report, arrivals);
  }

  /// `cpu` is of its JVM, `tablesCpu` of the process that has the tables.
  private record Done(Load load, Outcome outcome, Duration cpu, Duration tablesCpu) {}

  void warmUp(List<Load> loads) throws IOException, InterruptedException {
    for (Load load : loads) {
      run(load);
    }
    all.clear();
  }

  /// @throws IOException if an upload was refused: then the load was another
  void run(Load load) throws IOException, InterruptedException {
    Duration cpu = system.cpu();
    Duration tablesCpu = system.tablesCpu();
    Outcome outcome = uploads.run(load, "%s%03d-".formatted(name, number++), PATIENCE);
    all.add(new Done(load, outcome, system.cpu().minus(cpu), system.tablesCpu().minus(tablesCpu)));
    if (outcome.refused() > 0 || outcome.nanos().isEmpty()) {
      throw new IOException(outcome.refused() + " uploads were refused by " + name);
    }
  }

  List<Double> percentile(Load load, double percent) {
    return of(load, done -> Percentiles.ofNanos(done.outcome().nanos()).at(percent));
  }

  List<Double> perSecond(Load load) {
    return of(load, done -> done.outcome().perSecond());
  }

  List<Double> cpu(Load load) {
    return of(load, done -> (double) done.cpu().toMillis() / load.count());
  }

  List<Double> tablesCpu(Load load) {
    return of(load, done -> (double) done.tablesCpu().toMillis() / load.count());
  }

  /// Of each load, how many reports nobody was told of.
  List<Double> lost() {
    return all.stream().map(done -> (double) arrivals.missing(done.outcome().files())).toList();
  }

  /// Of each load, how many requests there were beyond one for each report, by now.
  List<Double> twice() {
    return all.stream().map(done -> (double) arrivals.repeats(done.outcome().files())).toList();
  }

  private List<Double> of(Load load, ToDoubleFunction<Done> figure) {
    return all.stream()
        .filter(done -> done.load().equals(load))
        .map(figure::applyAsDouble)
        .toList();
  }

  @Override
  public void close() {
    uploads.close();
  }
}
