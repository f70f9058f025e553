package io.cdrwebhooks.chaos;

import io.cdrwebhooks.chaos.world.PlannedReport;
import io.cdrwebhooks.chaos.world.Recipient;
import io.cdrwebhooks.chaos.world.Recipient.Part;
import io.cdrwebhooks.chaos.world.Upload;
import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.delivery.DeliveryStatus;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/// One run. Reports arrive while any request may fail. Then the faults stop, and the run waits
/// until every report is delivered. Then the verdict follows.
public final class ChaosRun {
  /// The run stops waiting for the remaining cut points after this time without a kill.
  private static final Duration NO_MORE_KILLS = Duration.ofSeconds(20);

  /// A delivery may wait for the leases of several killed holders in turn, and for the schedule.
  /// Slowness alone breaks no guarantee.
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);
  private static final int LOOKS_BETWEEN_LINES = 20;

  private final Stage stage;
  private final PrintStream out;
  private final long startNanos = System.nanoTime();

  private ChaosRun(Stage stage, PrintStream out) {
    this.stage = stage;
    this.out = out;
  }

  /// Performs a run. `folder` must be empty; the run keeps its files there.
  public static Verdict run(ChaosSettings settings, Path folder, PrintStream out)
      throws IOException, InterruptedException {
    out.printf(
        "%d reports, seed %d: waits pass %d times faster, faults for %d s; files in %s%n",
        settings.reports(),
        settings.seed(),
        settings.daysPassTimes(),
        settings.faultsLast().toSeconds(),
        folder);
    try (Stage stage = new Stage(settings, folder)) {
      ChaosRun run = new ChaosRun(stage, out);
      run.uploadUnderFaults();
      run.settle();
      stage.dispatch.close();
      Verdict verdict = stage.verdict();
      out.println("cut points that requests passed, and whether the process was killed there:");
      stage
          .killer
          .cutPoints()
          .forEach((at, killed) -> out.printf("  %s  %s%n", killed ? "killed" : "passed", at));
      verdict.print(out);
      return verdict;
    }
  }

  private void uploadUnderFaults() throws InterruptedException {
    long faultsLastNanos = stage.settings.faultsLast().toNanos();
    stage.faults.begin();
    stage.killer.aim(stage.dispatch::killAndStartAgain);
    for (PlannedReport report : UploadPlan.of(stage.settings, stage.dice, stage.recipients)) {
      sleepUntil(startNanos + report.at().toNanos());
      stage.world.upload(report);
    }
    sleepUntil(startNanos + faultsLastNanos);
    stage.deadIsDown.set(false);
    // A slow machine gets more time for the kills.
    while (!stage.killer.isIdleFor(NO_MORE_KILLS)
        && System.nanoTime() < startNanos + 2 * faultsLastNanos) {
      Thread.sleep(100);
    }
    stage.killer.rest();
    stage.faults.end();
    out.printf(
        "all reports uploaded; faults stop after %d s%n",
        TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - startNanos));
  }

  /// Waits until every report is delivered. The operator enables the configuration of the receiver
  /// that was gone when all its deliveries are held.
  private void settle() throws IOException, InterruptedException {
    await(to -> to.part() == Part.GONE ? DeliveryStatus.HELD : DeliveryStatus.DELIVERED);
    stage.goneAnswers410.set(false);
    stage.world.enable(stage.gone());
    await(_ -> DeliveryStatus.DELIVERED);
  }

  private void await(Function<Recipient, DeliveryStatus> expected) throws InterruptedException {
    List<Upload> waiting = List.copyOf(stage.world.uploads().all());
    int all = waiting.size();
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    for (int look = 0; !waiting.isEmpty() && System.nanoTime() < deadline; look++) {
      waiting =
          waiting.stream()
              .filter(upload -> status(upload) != expected.apply(upload.recipient()))
              .toList();
      if (look % LOOKS_BETWEEN_LINES == 0 || waiting.isEmpty()) {
        out.printf("%d of %d deliveries settled%n", all - waiting.size(), all);
      }
      if (!stage.dispatch.isAlive()) {
        throw new IllegalStateException("the dispatch process ended without a kill");
      }
      Thread.sleep(BETWEEN_LOOKS);
    }
  }

  private DeliveryStatus status(Upload upload) {
    return stage
        .world
        .deliveries()
        .find(upload.id())
        .map(Delivery::status)
        .orElse(DeliveryStatus.PENDING);
  }

  private static void sleepUntil(long nanos) throws InterruptedException {
    TimeUnit.NANOSECONDS.sleep(nanos - System.nanoTime()); // not at all if that is over
  }
}
