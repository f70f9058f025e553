package io.cdrwebhooks.bench.load;

import io.cdrwebhooks.bench.measure.Figure;
import io.cdrwebhooks.bench.measure.Section;
import io.cdrwebhooks.bench.measure.Stage;
import io.cdrwebhooks.report.TaskId;
import io.cdrwebhooks.terms.SendLimits;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/// Measures whether a healthy receiver gets its `reports` on time, at `perSecond`, while other
/// receivers are slow, hang or have a backlog. Each disturbance has a separate local system and is
/// measured once, with any number of runs.
public record Isolation(int reports, int perSecond, List<Disturbance> disturbances)
    implements Section {
  private static final TaskId PROBE = new TaskId(1);
  private static final int FIRST_DISTURBING = 2;
  private static final Duration WINDOW = Duration.ofSeconds(10);
  private static final double ENOUGH_MILLIS = 150;
  private static final double RATE_TOLERANCE = 1.1;
  private static final int ROUNDS = 8;

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
  public List<Figure> measure(Stage stage) throws IOException, InterruptedException {
    List<Figure> figures = new ArrayList<>();
    double carried;
    double[] undisturbed;
    try (LoadedSystem system = new LoadedSystem(stage, "undisturbed", true)) {
      carried = perSecond(system);
      undisturbed = probe(system);
    }
    figures.add(figure("reports that this machine can handle", "/s", carried));
    addQuantiles("undisturbed", undisturbed, Double.MAX_VALUE, figures);
    double target = Math.max(2 * Figure.rank(undisturbed, 0.99), ENOUGH_MILLIS);
    for (Disturbance disturbance : disturbances) {
      stage.say(disturbance.toString());
      try (LoadedSystem system = new LoadedSystem(stage, "disturbed-" + figures.size(), true)) {
        measure(system, disturbance, Math.max(1, (int) (carried / 2)), target, figures);
      }
    }
    return figures;
  }

  private static Figure figure(String name, String unit, double value) {
    return Figure.of(name, unit, List.of(value));
  }

  private static void addQuantiles(
      String name, double[] millis, double target, List<Figure> figures) {
    figures.add(figure(name + ": p50", "ms", Figure.rank(millis, 0.5)));
    Figure p99 = figure(name + ": p99", "ms", Figure.rank(millis, 0.99));
    figures.add(target == Double.MAX_VALUE ? p99 : p99.atMost(target));
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
    fill(system, disturbance.waiting(), tasks, receivers);
    addQuantiles(disturbance.toString(), probe(system), target, figures);
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

  /// Returns how many reports a second pass from upload to receiver when all are uploaded at once.
  /// It measures the last of several rounds: a process that has just started makes a fifth of that.
  private double perSecond(LoadedSystem system) throws IOException, InterruptedException {
    TaskId task = new TaskId(FIRST_DISTURBING);
    Receiver receiver =
        system.receiver(task, Optional.of(Duration.ofMillis(50)), SendLimits.STANDARD);
    long begun = 0;
    for (int times = 1; times <= ROUNDS; times++) {
      begun = System.nanoTime();
      upload(system, List.of(task), reports);
      LoadedSystem.await("answered", times * reports, receiver.answered::get);
    }
    return reports * 1e9 / (System.nanoTime() - begun);
  }

  /// Uploads reports until this many deliveries are recorded and unanswered.
  private static void fill(
      LoadedSystem system, int waiting, List<TaskId> tasks, List<Receiver> receivers)
      throws InterruptedException {
    int before = system.recorded.get();
    int uploaded = 0;
    int missing = waiting;
    while (missing > 0) {
      // Some are delivered in the meantime.
      int more = uploaded == 0 ? missing : missing + waiting / 10;
      upload(system, tasks, more);
      uploaded += more;
      LoadedSystem.await("recorded", before + uploaded, system.recorded::get);
      int answered = receivers.stream().mapToInt(each -> each.answered.get()).sum();
      missing = waiting - (uploaded - answered);
    }
  }

  private static void upload(LoadedSystem system, List<TaskId> tasks, int count) {
    IntStream.range(0, count).parallel().forEach(i -> system.upload(tasks.get(i % tasks.size())));
  }

  /// Sends the healthy receiver its reports, and returns the milliseconds of each, sorted.
  private double[] probe(LoadedSystem system) throws IOException, InterruptedException {
    Receiver receiver = system.receiver(PROBE, Optional.of(Duration.ZERO), SendLimits.STANDARD);
    var _ = system.probe(PROBE, receiver, reports / 6, perSecond);
    return system.probe(PROBE, receiver, reports, perSecond);
  }
}
