package io.cdrwebhooks.chaos;

import io.cdrwebhooks.chaos.world.InjectedFaults;
import io.cdrwebhooks.chaos.world.PlannedReport;
import io.cdrwebhooks.chaos.world.Recipient.Part;
import io.cdrwebhooks.chaos.world.Upload;
import io.cdrwebhooks.delivery.Delivery;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// One run. Reports arrive while any request may fail. Then the faults stop, and the run waits
/// until no delivery is pending. Then the verdict follows.
public final class ChaosRun {
  /// The time that the dead receiver is down. It ends early enough for one more attempt, even if a
  /// slow machine prolongs the faults.
  private static final Duration DEAD_FOR = Duration.ofHours(55);

  private static final double GONE_AT_SHARE = 0.25;

  /// The time that the leases of killed holders may take. A delivery may wait for several of these
  /// leases in turn.
  private static final Duration LEASES = Duration.ofMinutes(4);

  /// The run stops waiting for the remaining cut points after this time without a kill.
  private static final Duration NO_MORE_KILLS = Duration.ofSeconds(20);

  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);
  private static final int LOOKS_BETWEEN_LINES = 20;

  private final Stage stage;
  private final ChaosSettings settings;
  private final PrintStream out;
  private final long startNanos = System.nanoTime();

  private ChaosRun(Stage stage, PrintStream out) {
    this.stage = stage;
    this.settings = stage.settings;
    this.out = out;
  }

  /// Performs a run. `folder` must be empty; the run keeps its files there.
  public static Verdict run(ChaosSettings settings, Path folder, PrintStream out)
      throws IOException, InterruptedException {
    Instant begun = Instant.now();
    out.printf(
        "%d reports, seed %d: waits pass %d times faster (76 h in %d s), faults for %d s; files in %s%n",
        settings.reports(),
        settings.seed(),
        settings.daysPassTimes(),
        settings.scaled(Duration.ofHours(76)).toSeconds(),
        settings.faultsLast().toSeconds(),
        folder);
    try (Stage stage = new Stage(settings, folder)) {
      ChaosRun run = new ChaosRun(stage, out);
      GoneReceiver gone = new GoneReceiver(stage, out);
      run.uploadUnderFaults(gone);
      List<Upload> stuck = run.settle();
      stage.dispatch.close();
      Verdict verdict = new Verdict(stage, Duration.between(begun, Instant.now()));
      verdict.addStuck(stuck.stream().map(run::describe).toList());
      verdict.addStuck(List.copyOf(gone.complaints));
      verdict.print(out);
      Stream<String> visits =
          stage.received.visits().stream().map(visit -> visit.arrivedAt() + " Visit " + visit);
      Files.write(
          folder.resolve("diary.txt"),
          Stream.concat(stage.timeline.lines(), visits).sorted().toList());
      return verdict;
    }
  }

  private void uploadUnderFaults(GoneReceiver gone) throws InterruptedException {
    Duration faultsLast = settings.faultsLast();
    stage.faults.becomes(InjectedFaults.Rates.BAD_DAY);
    stage.killer.aim(stage.dispatch::killAndStartAgain);
    Thread.ofPlatform().daemon().start(() -> deadReturnsLater(settings.scaled(DEAD_FOR)));
    boolean goneHasBegun = false;
    for (PlannedReport report : new UploadPlan(settings, stage.dice).reports(stage.recipients)) {
      sleepUntil(startNanos + report.at().toNanos());
      stage.world.upload(report);
      if (!goneHasBegun && report.at().toMillis() >= faultsLast.toMillis() * GONE_AT_SHARE) {
        goneHasBegun = true;
        gone.begin();
      }
    }
    sleepUntil(startNanos + faultsLast.toNanos());
    gone.awaitEnd();
    awaitKills(startNanos + faultsLast.toNanos() * 2);
    stage.killer.rest();
    out.printf(
        "all reports uploaded after %d s and %d kills; faults stop now%n",
        TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - startNanos), stage.killer.total());
  }

  private void deadReturnsLater(Duration wait) {
    try {
      Thread.sleep(wait);
      stage.deadIsDown.set(false);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Waits for kills at the remaining cut points, so that a slow machine gets more time for them.
  private void awaitKills(long latestNanos) throws InterruptedException {
    int total = stage.killer.total();
    long changedNanos = System.nanoTime();
    while (stage.killer.hasWork()
        && System.nanoTime() < latestNanos
        && System.nanoTime() - changedNanos < NO_MORE_KILLS.toNanos()) {
      Thread.sleep(100);
      if (stage.killer.total() != total) {
        total = stage.killer.total();
        changedNanos = System.nanoTime();
      }
    }
  }

  /// Ends the faults, and waits until no delivery is pending. Returns the deliveries that are
  /// stuck. A busy machine makes everything slow, but that breaks no guarantee.
  private List<Upload> settle() throws InterruptedException {
    stage.faults.becomes(InjectedFaults.Rates.NONE);
    stage.deadIsDown.set(false);
    Duration patience = settings.scaled(Duration.ofHours(90)).plus(LEASES).multipliedBy(2);
    long deadline = System.nanoTime() + patience.toNanos();
    List<Upload> waiting = List.copyOf(stage.world.uploads().all());
    int all = waiting.size();
    for (int look = 0; !waiting.isEmpty() && System.nanoTime() < deadline; look++) {
      waiting = waiting.stream().filter(upload -> !isSettled(upload)).toList();
      if (look % LOOKS_BETWEEN_LINES == 0 || waiting.isEmpty()) {
        out.printf("%d of %d deliveries settled%n", all - waiting.size(), all);
      }
      if (!stage.dispatch.isAlive()) {
        throw new IllegalStateException("the dispatch process ended without a kill");
      }
      Thread.sleep(BETWEEN_LOOKS);
    }
    return waiting;
  }

  private boolean isSettled(Upload upload) {
    Delivery found = stage.world.deliveries().find(upload.id()).orElse(null);
    return found != null
        && switch (found.status()) {
          case PENDING, HELD, UNROUTED -> false;
          case DELIVERED -> true;
          // The notice to operators may take a moment too.
          case FAILED ->
              upload.recipient().part() != Part.NEVER || found.progress().dueAt().isEmpty();
        };
  }

  private String describe(Upload upload) {
    String stored =
        stage.world.deliveries().find(upload.id()).map(Delivery::toString).orElse("not recorded");
    return "stuck: " + upload.id() + " for " + upload.recipient() + " is " + stored;
  }

  private static void sleepUntil(long nanos) throws InterruptedException {
    TimeUnit.NANOSECONDS.sleep(nanos - System.nanoTime()); // not at all if that is over
  }
}
