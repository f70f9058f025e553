package io.cdrwebhooks.bench.throughput;

import io.cdrwebhooks.aws.AwsAccess;
import io.cdrwebhooks.aws.AwsClients;
import io.cdrwebhooks.bench.measure.Figure;
import io.cdrwebhooks.bench.measure.Section;
import io.cdrwebhooks.bench.measure.Workbench;
import io.cdrwebhooks.bench.stand.DispatchEvents;
import io.cdrwebhooks.bench.stand.Stand;
import io.cdrwebhooks.concurrent.Overlapped;
import io.cdrwebhooks.dispatch.DispatchEnvironment;
import io.cdrwebhooks.dispatch.DispatchHandler;
import io.cdrwebhooks.receiver.ReceiverRules;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import software.amazon.awssdk.core.SdkRequest;

/// Measures the cost of deliveries in the dispatch function, in turn with the same requests to AWS
/// by the bare SDK. AWS and the receiver answer at once.
///
/// A delivery takes two invocations: its arrival, and the message to its lane. The reports of a
/// batch are for ten receivers, so each delivery has a lane alone: the highest cost of lanes.
public record DispatchThroughput(int deliveries) implements Section {
  /// Messages in a batch, the most that Lambda takes at once.
  private static final int BATCH = 10;

  /// Batches in parallel; Lambda would use this number of environments.
  private static final int AT_ONCE = 4;

  /// Rounds that compile the code and fill the caches, before one whose requests are recorded.
  private static final int WARM_UPS = 5;

  /// The time that the fastest open-source sender needs at 200 messages a second.
  private static final double MAX_CPU_MILLIS = 1.0;

  private static final double MIN_PER_SECOND = 1_400;
  private static final double MAX_ALLOCATED_OF_BARE = 1.1;

  private static final String ALL_DONE = "\"batchItemFailures\":[]";

  /// The cost of a round, of its requests alone, and their number.
  record Run(ResourceUse ours, ResourceUse bare, int requests) {}

  /// Creates the section with the size of `make bench`.
  public DispatchThroughput() {
    this(700);
  }

  @Override
  public List<Figure> measure(Workbench workbench) throws IOException {
    try (Stand stand = new Stand(Optional.empty())) {
      List<Run> runs =
          new FunctionProcess(DispatchThroughput.class, deliveries, 1)
              .runs(workbench, stand, Run.class);
      int expected = deliveries * (WARM_UPS + 1 + 1 + workbench.runs());
      if (stand.posts().size() != expected) {
        throw new IOException(
            "posts must be %d, one for each delivery: %d"
                .formatted(expected, stand.posts().size()));
      }
      return figures(runs);
    }
  }

  private List<Figure> figures(List<Run> runs) {
    double count = deliveries;
    Figure cpu =
        Figure.of("CPU per delivery", "ms", runs, run -> run.ours().cpuNanos() / 1e6 / count);
    Figure bareCpu =
        Figure.of("CPU of its requests", "ms", runs, run -> run.bare().cpuNanos() / 1e6 / count);
    Figure bytes =
        Figure.of(
            "allocated per delivery", "KiB", runs, run -> run.ours().bytes() / 1024.0 / count);
    Figure bareBytes =
        Figure.of(
            "allocated by its requests", "KiB", runs, run -> run.bare().bytes() / 1024.0 / count);
    return List.of(
        Figure.of("deliveries per second", "/s", runs, run -> count / run.ours().nanos() * 1e9)
            .atLeast(MIN_PER_SECOND),
        cpu.atMost(MAX_CPU_MILLIS),
        bareCpu,
        cpu.by(bareCpu, "x its requests"),
        bytes,
        bareBytes,
        bytes.by(bareBytes, "x its requests").atMost(MAX_ALLOCATED_OF_BARE),
        Figure.of("AWS requests per delivery", "", List.of(runs.getFirst().requests() / count)));
  }

  /// Measures in the separate JVM.
  public static void main(String[] arguments) throws Exception {
    PrintStream lines = FunctionProcess.lines();
    int deliveries = Integer.parseInt(arguments[0]);
    DispatchHandler dispatch =
        new DispatchHandler(DispatchEnvironment.read(System.getenv(), ReceiverRules.LOCAL));
    try (AwsClients clients = new AwsClients(AwsAccess.fromEnvironment(System.getenv()))) {
      for (int warmUp = 0; warmUp < WARM_UPS; warmUp++) {
        deliver(dispatch, deliveries);
      }
      List<SdkRequest> requests = RecordedRequests.of(() -> deliver(dispatch, deliveries));
      FunctionProcess.print(
          lines,
          Integer.parseInt(arguments[1]),
          () ->
              new Run(
                  ResourceUse.by(() -> deliver(dispatch, deliveries)),
                  ResourceUse.by(() -> repeat(clients, requests)),
                  requests.size()));
    }
  }

  /// Records reports in one invocation and sends their requests in another, batch by batch.
  private static void deliver(DispatchHandler dispatch, int count) throws InterruptedException {
    List<Callable<Boolean>> batches = new ArrayList<>();
    for (int number = 0; number < count; number += BATCH) {
      int first = number;
      batches.add(
          () -> {
            FunctionProcess.invoke(dispatch, DispatchEvents.arrivals(first, BATCH), ALL_DONE);
            FunctionProcess.invoke(dispatch, DispatchEvents.pending(first, BATCH), ALL_DONE);
            return true;
          });
    }
    var _ = Overlapped.all(batches, Executors.newFixedThreadPool(AT_ONCE));
  }

  /// Repeats the requests with the same parallelism as for deliveries.
  private static void repeat(AwsClients clients, List<SdkRequest> requests)
      throws InterruptedException {
    List<Callable<Object>> all = new ArrayList<>();
    for (SdkRequest request : requests) {
      all.add(() -> RecordedRequests.repeat(clients, request));
    }
    var _ = Overlapped.all(all, Executors.newFixedThreadPool(AT_ONCE * BATCH));
  }
}
