package io.cdrwebhooks.local.isolation;

import io.cdrwebhooks.emulators.EmulatorException;
import io.cdrwebhooks.local.start.StartFailure;
import io.cdrwebhooks.report.TaskId;
import io.cdrwebhooks.terms.SendLimits;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/// `make isolation`: measures whether a healthy receiver gets its reports on time while other
/// receivers are slow, hang or have a backlog.
///
/// Each case has a separate local system. Exits with 1 if a target is missed.
public final class Isolation {
  private static final TaskId PROBE = new TaskId(1);
  private static final int FIRST_DISTURBING = 2;
  private static final Duration WINDOW = Duration.ofSeconds(10);
  private static final double ENOUGH_MILLIS = 150;
  private static final double RATE_TOLERANCE = 1.1;

  private static final List<Disturbance> ALL =
      List.of(
          new Disturbance("a", 1, 400, Optional.of(Duration.ofSeconds(10)), false),
          new Disturbance("b", 50, 2_000, Optional.empty(), false),
          new Disturbance("c", 1, 5_000, Optional.of(Duration.ofMillis(50)), true));

  private final int reports;
  private final int perSecond;
  private final PrintStream out;
  private boolean kept = true;

  /// Receivers that are slow, hang or have a backlog while a healthy one gets its reports.
  ///
  /// `waiting` is how many deliveries wait for them in total. The receivers hang if `answersAfter`
  /// is empty. If `paced` is true, their rate limit is half of the machine's rate.
  record Disturbance(
      String name, int receivers, int waiting, Optional<Duration> answersAfter, boolean paced) {
    @Override
    public String toString() {
      String does =
          answersAfter
              .map(after -> "answering after " + after.toMillis() + " ms")
              .orElse("hanging");
      return "%s: %d %s, %,d reports waiting".formatted(name, receivers, does, waiting);
    }
  }

  /// The healthy receiver gets `reports` reports, at `perSecond`.
  Isolation(int reports, int perSecond, PrintStream out) {
    this.reports = reports;
    this.perSecond = perSecond;
    this.out = out;
  }

  /// Arguments: a report, a directory for the logs, and the name of a single case; empty runs all.
  public static void main(String[] arguments) throws Exception {
    List<Disturbance> chosen =
        ALL.stream()
            .filter(each -> arguments[2].isEmpty() || each.name().equals(arguments[2]))
            .toList();
    if (chosen.isEmpty()) {
      System.err.println("CASE must be a, b or c: " + arguments[2]);
      System.exit(1);
    }
    Path directory = Files.createDirectories(Path.of(arguments[1]));
    try {
      Isolation isolation = new Isolation(300, 10, System.out);
      isolation.run(chosen, Path.of(arguments[0]), directory);
      System.exit(isolation.kept() ? 0 : 1);
    } catch (StartFailure | EmulatorException e) {
      System.err.println(e.getMessage());
      System.exit(1);
    }
  }

  private void run(List<Disturbance> disturbances, Path report, Path directory)
      throws IOException, InterruptedException {
    double carried;
    double undisturbed;
    try (LoadedSystem stand = new LoadedSystem(report, directory.resolve("undisturbed.jsonl"))) {
      carried = perSecond(stand);
      out.printf("This machine can handle %.0f reports a second.%n", carried);
      undisturbed = measure(stand, "undisturbed", Double.POSITIVE_INFINITY);
    }
    double target = Math.max(2 * undisturbed, ENOUGH_MILLIS);
    for (Disturbance disturbance : disturbances) {
      try (LoadedSystem stand =
          new LoadedSystem(report, directory.resolve(disturbance.name() + ".jsonl"))) {
        measure(stand, disturbance, Math.max(1, (int) (carried / 2)), target);
      }
    }
  }

  /// Returns whether every target was met.
  boolean kept() {
    return kept;
  }

  /// Measures the healthy receiver during a disturbance: its p99 should be at most `target`
  /// milliseconds. `rate` is the limit of a paced receiver, in requests a second.
  void measure(LoadedSystem stand, Disturbance disturbance, int rate, double target)
      throws IOException, InterruptedException {
    OptionalInt pace = disturbance.paced() ? OptionalInt.of(rate) : OptionalInt.empty();
    SendLimits limits = new SendLimits(SendLimits.STANDARD.maxInFlight(), pace);
    List<TaskId> tasks = new ArrayList<>();
    List<Receiver> receivers = new ArrayList<>();
    for (int i = 0; i < disturbance.receivers(); i++) {
      tasks.add(new TaskId(FIRST_DISTURBING + i));
      receivers.add(stand.receiver(tasks.getLast(), disturbance.answersAfter(), limits));
    }
    fill(stand, disturbance.waiting(), tasks, receivers);
    double _ = measure(stand, disturbance.toString(), target);
    int open = receivers.stream().mapToInt(Receiver::mostOpen).max().orElseThrow();
    check("most requests open at once", open, limits.maxInFlight(), "");
    if (disturbance.paced()) {
      check(
          "most requests in ten seconds, with maxPerSecond %d:".formatted(rate),
          receivers.getFirst().mostWithin(WINDOW),
          WINDOW.toSeconds() * rate * RATE_TOLERANCE,
          "");
    }
  }

  /// Returns how many reports a second pass from upload to receiver when all are uploaded at once.
  /// It measures twice, and the first time only warms up.
  private double perSecond(LoadedSystem stand) throws IOException, InterruptedException {
    TaskId task = new TaskId(FIRST_DISTURBING);
    Receiver receiver =
        stand.receiver(task, Optional.of(Duration.ofMillis(50)), SendLimits.STANDARD);
    long begun = 0;
    for (int times = 1; times <= 2; times++) {
      begun = System.nanoTime();
      upload(stand, List.of(task), reports);
      LoadedSystem.await("answered", times * reports, receiver::answered);
    }
    return reports * 1e9 / (System.nanoTime() - begun);
  }

  /// Uploads reports until this many deliveries are recorded and unanswered.
  private void fill(LoadedSystem stand, int waiting, List<TaskId> tasks, List<Receiver> receivers)
      throws InterruptedException {
    int before = stand.recorded();
    int uploaded = 0;
    int missing = waiting;
    while (missing > 0) {
      // Some are delivered in the meantime.
      int more = uploaded == 0 ? missing : missing + waiting / 10;
      upload(stand, tasks, more);
      uploaded += more;
      LoadedSystem.await("recorded", before + uploaded, stand::recorded);
      int answered = receivers.stream().mapToInt(Receiver::answered).sum();
      missing = waiting - (uploaded - answered);
      System.err.printf("%,d uploaded, %,d answered%n", uploaded, answered);
    }
  }

  private void upload(LoadedSystem stand, List<TaskId> tasks, int count) {
    IntStream.range(0, count).parallel().forEach(i -> stand.upload(tasks.get(i % tasks.size())));
  }

  /// Sends the healthy receiver its reports, and returns the p99 in milliseconds.
  private double measure(LoadedSystem stand, String name, double target)
      throws IOException, InterruptedException {
    Receiver receiver = stand.receiver(PROBE, Optional.of(Duration.ZERO), SendLimits.STANDARD);
    var _ = stand.probe(PROBE, receiver, reports / 6, perSecond);
    System.err.println("Measuring " + name);
    double[] millis = stand.probe(PROBE, receiver, reports, perSecond);
    double p99 = LoadedSystem.rank(millis, 0.99);
    double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    out.printf("%s (load average %.1f): p50 %.0f ms%n", name, load, LoadedSystem.rank(millis, 0.5));
    check("p99", p99, target, " ms");
    return p99;
  }

  private void check(String what, double figure, double most, String unit) {
    boolean good = figure <= most;
    kept &= good;
    String target = Double.isInfinite(most) ? "" : ", at most %.0f%s".formatted(most, unit);
    out.printf("   %s %.0f%s%s: %s%n", what, figure, unit, target, good ? "ok" : "MISSED");
  }
}
