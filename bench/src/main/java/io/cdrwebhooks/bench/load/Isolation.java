package io.cdrwebhooks.bench.load;

import io.cdrwebhooks.bench.measure.Figure;
import io.cdrwebhooks.bench.measure.Section;
import io.cdrwebhooks.bench.measure.Workbench;
import io.cdrwebhooks.report.TaskId;
import io.cdrwebhooks.terms.SendLimits;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/// Measures whether a healthy receiver gets its `reports` on time, at `perSecond`, while other
/// receivers are slow, hang or have a backlog. Each disturbance has a separate local system, and
/// each figure is the median of three rounds of reports, since other users of a shared machine may
/// disturb one.
public record Isolation(int reports, int perSecond, List<Disturbance> disturbances)
    implements Section {
  private static final TaskId PROBE = new TaskId(1);
  private static final int FIRST_DISTURBING = 2;
  private static final Duration WINDOW = Duration.ofSeconds(10);
  private static final double ENOUGH_MILLIS = 150;
  private static final double RATE_TOLERANCE = 1.1;
  private static final int WARM_UPS = 7;
  private static final int ROUNDS = 3;

  /// Receivers that are slow, hang or have a backlog while a healthy one gets its reports.
  ///
  /// `waiting` is how many deliveries wait for them in total. The receivers hang if `answersAfter`
  /// is empty. If `paced` is true, their rate limit is half of the machine's rate.
  public record Disturbance(
      int receivers, int waiting, Optional<Duration> answersAfter, boolean paced) {
    @Override
    public String toString() {
      String does =
          answersAfter
              .map(after -> "answering after " + after.toMillis() + " ms")
              .orElse("hanging");
      return "%d %s, %,d reports waiting".formatted(receivers, does, waiting);
    }
  }

  public Isolation {
    disturbances = List.copyOf(disturbances);
  }

  /// Creates the section with the sizes of `make isolation`.
  public Isolation() {
    this(
        300,
        10,
        List.of(
            new Disturbance(1, 400, Optional.of(Duration.ofSeconds(10)), false),
            new Disturbance(50, 2_000, Optional.empty(), false),
            new Disturbance(1, 5_000, Optional.of(Duration.ofMillis(50)), true)));
  }

  @Override
  public List<Figure> measure(Workbench workbench) throws IOException, InterruptedException {
    List<Figure> figures = new ArrayList<>();
    double carried;
    Figure undisturbed;
    try (LoadedSystem system = new LoadedSystem(workbench, "undisturbed")) {
      carried = perSecond(system);
      figures.add(figure("reports that this machine can handle", "/s", carried));
      List<double[]> rounds = rounds(system, () -> {});
      figures.add(quantile("undisturbed: p50", rounds, 0.5));
      undisturbed = quantile("undisturbed: p99", rounds, 0.99);
      figures.add(undisturbed);
    }
    double target = Math.max(2 * undisturbed.median(), ENOUGH_MILLIS);
    for (Disturbance disturbance : disturbances) {
      workbench.say(disturbance.toString());
      try (LoadedSystem system = new LoadedSystem(workbench, "disturbed-" + figures.size())) {
        measure(system, disturbance, Math.max(1, (int) (carried / 2)), target, figures);
      }
    }
    return figures;
  }

  private static Figure figure(String name, String unit, double value) {
    return Figure.of(name, unit, List.of(value));
  }

  private static Figure quantile(String name, List<double[]> rounds, double rank) {
    return Figure.of(name, "ms", rounds, round -> Figure.rank(round, rank));
  }

  /// Measures the healthy receiver during a disturbance: its p99 should be at most `target`
  /// milliseconds. `rate` is the limit of a paced receiver, in requests a second.
  private void measure(
      LoadedSystem system, Disturbance disturbance, int rate, double target, List<Figure> figures)
      throws IOException, InterruptedException {
    OptionalInt pace = disturbance.paced() ? OptionalInt.of(rate) : OptionalInt.empty();
    SendLimits limits = new SendLimits(SendLimits.STANDARD.maxInFlight(), pace);
    List<TaskId> tasks = new ArrayList<>();
    List<Receiver> receivers = new ArrayList<>();
    for (int i = 0; i < disturbance.receivers(); i++) {
      tasks.add(new TaskId(FIRST_DISTURBING + i));
      receivers.add(system.receiver(tasks.getLast(), disturbance.answersAfter(), limits));
    }
    Backlog backlog = new Backlog(system, tasks, receivers, new AtomicInteger());
    List<double[]> rounds = rounds(system, () -> backlog.fill(disturbance.waiting()));
    figures.add(quantile(disturbance + ": p50", rounds, 0.5));
    figures.add(quantile(disturbance + ": p99", rounds, 0.99).atMost(target));
    int open = receivers.stream().mapToInt(each -> each.mostOpen.get()).max().orElseThrow();
    figures.add(figure("   most requests open at once", "", open).atMost(limits.maxInFlight()));
    if (disturbance.paced()) {
      figures.add(
          figure(
                  "   most requests in ten seconds, with maxPerSecond " + rate,
                  "",
                  receivers.getFirst().mostWithin(WINDOW))
              .atMost(WINDOW.toSeconds() * rate * RATE_TOLERANCE));
    }
  }

  /// Returns the throughput from upload to receiver, in reports a second, when all reports are
  /// uploaded at once. It measures after several warm-ups, because a new process reaches only a
  /// fifth of it.
  private double perSecond(LoadedSystem system) throws IOException, InterruptedException {
    TaskId task = new TaskId(FIRST_DISTURBING);
    Receiver receiver =
        system.receiver(task, Optional.of(Duration.ofMillis(50)), SendLimits.STANDARD);
    long begun = 0;
    for (int times = 1; times <= WARM_UPS + 1; times++) {
      begun = System.nanoTime();
      upload(system, List.of(task), reports);
      LoadedSystem.await("answered", times * reports, receiver.answered::get);
    }
    return reports * 1e9 / (System.nanoTime() - begun);
  }

  private static void upload(LoadedSystem system, List<TaskId> tasks, int count) {
    IntStream.range(0, count).parallel().forEach(i -> system.upload(tasks.get(i % tasks.size())));
  }

  /// Work to do before each round.
  @FunctionalInterface
  private interface Preparation {
    void run() throws InterruptedException;
  }

  /// Sends the healthy receiver its reports in several rounds. Returns the milliseconds of each
  /// round, sorted.
  private List<double[]> rounds(LoadedSystem system, Preparation preparation)
      throws IOException, InterruptedException {
    Receiver receiver = system.receiver(PROBE, Optional.of(Duration.ZERO), SendLimits.STANDARD);
    List<double[]> rounds = new ArrayList<>();
    for (int round = 1; round <= ROUNDS; round++) {
      preparation.run();
      var _ = system.probe(PROBE, receiver, reports / 6, perSecond);
      rounds.add(system.probe(PROBE, receiver, reports, perSecond));
    }
    return rounds;
  }

  /// The deliveries that wait for the disturbing receivers; `uploaded` counts their reports.
  private record Backlog(
      LoadedSystem system, List<TaskId> tasks, List<Receiver> receivers, AtomicInteger uploaded) {

    /// Uploads reports until `waiting` deliveries are recorded and unanswered.
    void fill(int waiting) throws InterruptedException {
      int missing = waiting - unanswered();
      while (missing > 0) {
        int recorded = system.recorded.get();
        upload(system, tasks, missing);
        uploaded.addAndGet(missing);
        LoadedSystem.await("recorded", recorded + missing, system.recorded::get);
        // Some were delivered in the meantime.
        int stillMissing = waiting - unanswered();
        missing = stillMissing > 0 ? stillMissing + waiting / 10 : 0;
      }
    }

    private int unanswered() {
      return uploaded.get() - receivers.stream().mapToInt(each -> each.answered.get()).sum();
    }
  }
}
