package io.cdrwebhooks.bench.throughput;

import io.cdrwebhooks.bench.measure.Figure;
import io.cdrwebhooks.bench.measure.Section;
import io.cdrwebhooks.bench.measure.Workbench;
import io.cdrwebhooks.bench.stand.HttpEvents;
import io.cdrwebhooks.bench.stand.Stand;
import io.cdrwebhooks.concurrent.Overlapped;
import io.cdrwebhooks.downloadlink.DownloadLinkHandler;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// Measures the download link function: its rate when it follows one link after the other, as
/// Lambda gives them to an environment, and its time when links are followed at a fixed rate. Each
/// use is the first of its link, which costs the most.
public record FollowedLinks(int links, int warmUps) implements Section {
  private static final double MIN_PER_CORE = 500;
  private static final int PER_SECOND = 100;
  private static final double MAX_P99_MILLIS = 15;

  /// A round: its cost one after the other, and its time at the fixed rate.
  record Run(ResourceUse use, double p99Millis) {}

  /// Creates the section with the sizes of `make bench`.
  public FollowedLinks() {
    this(600, 6);
  }

  @Override
  public List<Figure> measure(Workbench workbench) throws IOException {
    try (Stand stand = new Stand(Optional.empty())) {
      List<Run> runs =
          new FunctionProcess(FollowedLinks.class, links, warmUps)
              .runs(workbench, stand, Run.class);
      return List.of(
          Figure.of(
                  "redirects per second of a core",
                  "/s",
                  runs,
                  run -> links * 1e9 / run.use().cpuNanos())
              .atLeast(MIN_PER_CORE),
          Figure.of("p99 at " + PER_SECOND + "/s", "ms", runs, Run::p99Millis)
              .atMost(MAX_P99_MILLIS));
    }
  }

  /// Measures in the separate JVM.
  public static void main(String[] arguments) throws Exception {
    PrintStream lines = FunctionProcess.lines();
    int links = Integer.parseInt(arguments[0]);
    DownloadLinkHandler handler = new DownloadLinkHandler();
    FunctionProcess.print(
        lines,
        Integer.parseInt(arguments[1]),
        () -> {
          ResourceUse use =
              ResourceUse.by(
                  () -> {
                    for (int link = 0; link < links; link++) {
                      follow(handler);
                    }
                  });
          return new Run(use, pacedP99(handler, links / 2));
        });
  }

  /// Follows links at the fixed rate without waiting for earlier ones. Returns the milliseconds
  /// within which 99 % were answered, from the moment at which each was due.
  private static double pacedP99(DownloadLinkHandler handler, int count)
      throws InterruptedException {
    long begun = System.nanoTime();
    List<Callable<Double>> all = new ArrayList<>();
    for (int link = 0; link < count; link++) {
      long due = begun + link * TimeUnit.SECONDS.toNanos(1) / PER_SECOND;
      all.add(
          () -> {
            LockSupport.parkNanos(due - System.nanoTime());
            follow(handler);
            return (System.nanoTime() - due) / 1e6;
          });
    }
    double[] millis = Overlapped.all(all).stream().mapToDouble(each -> each).sorted().toArray();
    return Figure.rank(millis, 0.99);
  }

  private static void follow(DownloadLinkHandler handler) throws IOException {
    String event = HttpEvents.follow(UUID.randomUUID().toString());
    FunctionProcess.invoke(handler, event, "\"statusCode\":302");
  }
}
