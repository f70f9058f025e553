package io.cdrwebhooks.chaos;

import io.cdrwebhooks.chaos.proxy.FaultRates;
import io.cdrwebhooks.chaos.verdict.Evidence;
import io.cdrwebhooks.chaos.verdict.Verdict;
import io.cdrwebhooks.chaos.world.Report;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// One run: reports come in while everything goes wrong, then all is well until nothing is pending,
/// then the verdict.
public final class ChaosRun {
  private static final Duration TLS_BROKEN = Duration.ofHours(4);

  /// In time for one attempt more, however long a slow machine makes the faults last.
  private static final Duration DEAD_FOR = Duration.ofHours(55);

  /// So often a name points elsewhere, for one part of the time of so many.
  private static final int FLIPS = 8;

  private static final int FLIP_PART = 4;
  private static final double GONE_AT = 0.25;

  /// More of the machine, and how fast it is says nothing about the system.
  private static final double OTHERS_MAY_TAKE = 0.3;

  /// A delivery that was killed with its holder waits for its lease; a few times, if need be.
  private static final Duration LEASES = Duration.ofMinutes(4);

  /// Without a kill for so long, what is left is not asked for any more.
  private static final Duration NO_MORE_COMES = Duration.ofSeconds(20);

  /// Until a process that was started is at full speed.
  private static final Duration STARTED = Duration.ofSeconds(4);

  private final Stage stage;
  private final ChaosSettings settings;
  private final PrintStream out;
  private final ScheduledExecutorService events =
      Executors.newScheduledThreadPool(2, Thread.ofPlatform().daemon().factory());

  private static final long WATCHED_EVERY = 250;

  private double othersTook;

  private ChaosRun(Stage stage, PrintStream out) {
    this.stage = stage;
    this.settings = stage.settings;
    this.out = out;
  }

  /// Keeps its files in `folder`, which is empty.
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
      GoneReceiver gone = new GoneReceiver(stage);
      run.goWrong(gone);
      Settlement settlement = run.settle();
      Evidence evidence =
          new Evidence(
              stage.recipients,
              stage.world,
              stage.registry,
              stage.timeline,
              stage.book,
              stage.notices,
              stage.log);
      stage.dispatch.close();
      Verdict verdict =
          new Verdict(
              evidence,
              stage.killer,
              Duration.between(begun, Instant.now()),
              run.othersTook > OTHERS_MAY_TAKE);
      verdict.note(settlement.stuck());
      verdict.note(gone.complaints());
      verdict.print(out);
      out.printf(
          "%-48s %.0f %% of the processors%n",
          "other programs, while healthy reports came", run.othersTook * 100);
      new Diary(stage.timeline, stage.book).write(folder.resolve("diary.txt"));
      return verdict;
    }
  }

  private void goWrong(GoneReceiver gone) throws InterruptedException {
    List<Report> plan = new UploadPlan(settings, stage.dice).reports(stage.recipients);
    Duration faultsLast = settings.faultsLast();
    stage.weather.becomes(FaultRates.BAD_DAY);
    stage.killer.aimAt(stage.dispatch);
    long start = System.nanoTime();
    announceEvents(gone);
    var _ =
        events.scheduleWithFixedDelay(this::watchQueue, 0, WATCHED_EVERY, TimeUnit.MILLISECONDS);
    upload(plan.stream().filter(report -> report.at().compareTo(faultsLast) < 0).toList(), start);
    sleepUntil(start + faultsLast.toNanos());
    gone.awaitEnd();
    awaitKills(start + faultsLast.toNanos() * 2);
    stage.killer.rest();
    stage.world.awaitEmptyArrivals(LEASES);
    Thread.sleep(STARTED);
    MachineLoad load = new MachineLoad();
    long calm = System.nanoTime() - faultsLast.toNanos();
    upload(plan.stream().filter(report -> report.at().compareTo(faultsLast) >= 0).toList(), calm);
    Thread.sleep(STARTED);
    othersTook = load.ofOthers();
    out.printf(
        "uploaded after %d s, %d kills; from now on all is well%n",
        TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start), stage.killer.total());
  }

  private void announceEvents(GoneReceiver gone) {
    after(settings.scaled(TLS_BROKEN), stage.circumstances::tlsIsMended);
    after(settings.scaled(DEAD_FOR), stage.circumstances::deadComesBack);
    after(share(GONE_AT), gone::begin);
    Duration calm = UploadPlan.calm(settings.faultsLast());
    after(share(UploadPlan.CALM), () -> stage.killer.pauseFor(calm));
    Duration flipEvery = settings.faultsLast().dividedBy(FLIPS);
    List<String> elsewhere = List.of("10.0.0.1", "169.254.169.254");
    for (int i = 0; i < FLIPS; i++) {
      String address = elsewhere.get(i % elsewhere.size());
      Duration at = flipEvery.multipliedBy(i);
      after(at, () -> stage.hosts.set(Stage.FLIPPING_HOST, address));
      after(
          at.plus(flipEvery.dividedBy(FLIP_PART)),
          () -> stage.hosts.set(Stage.FLIPPING_HOST, Stage.HERE));
    }
  }

  private void watchQueue() {
    if (stage.world.waitingArrivals() > 0) {
      stage.timeline.backlog(Instant.now());
    }
  }

  private void upload(List<Report> reports, long start) throws InterruptedException {
    for (Report report : reports) {
      sleepUntil(start + report.at().toNanos());
      stage.world.upload(report);
    }
  }

  /// A slow machine gets more time for what is left to be killed at, as long as it comes up.
  private void awaitKills(long latestNanos) throws InterruptedException {
    int total = stage.killer.total();
    long changedNanos = System.nanoTime();
    while (stage.killer.hasWork()
        && System.nanoTime() < latestNanos
        && System.nanoTime() - changedNanos < NO_MORE_COMES.toNanos()) {
      Thread.sleep(100);
      if (stage.killer.total() != total) {
        total = stage.killer.total();
        changedNanos = System.nanoTime();
      }
    }
  }

  private Settlement settle() throws InterruptedException {
    stage.weather.becomes(FaultRates.NONE);
    stage.circumstances.deadComesBack();
    stage.circumstances.tlsIsMended();
    stage.hosts.set(Stage.FLIPPING_HOST, Stage.HERE);
    Settlement settlement = new Settlement(stage, out);
    // On a busy machine everything takes its time, and that breaks no promise.
    settlement.await(settings.scaled(Duration.ofHours(90)).plus(LEASES).multipliedBy(2));
    return settlement;
  }

  private void after(Duration wait, Runnable event) {
    var _ =
        events.schedule(
            () -> {
              try {
                event.run();
              } catch (RuntimeException e) {
                e.printStackTrace(out);
              }
            },
            wait.toMillis(),
            TimeUnit.MILLISECONDS);
  }

  private Duration share(double part) {
    return Duration.ofMillis(Math.round(settings.faultsLast().toMillis() * part));
  }

  private static void sleepUntil(long nanos) throws InterruptedException {
    long left = nanos - System.nanoTime();
    if (left > 0) {
      TimeUnit.NANOSECONDS.sleep(left);
    }
  }
}
