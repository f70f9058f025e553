package io.cdrwebhooks.simulation;

import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.delivery.DeliveryId;
import io.cdrwebhooks.delivery.DueWork;
import io.cdrwebhooks.dispatch.Pace;
import io.cdrwebhooks.lane.LaneRules;
import io.cdrwebhooks.simulation.Scenario.Customer;
import io.cdrwebhooks.simulation.Scenario.Trouble;
import io.cdrwebhooks.simulation.Store.Load;
import io.cdrwebhooks.simulation.Timeline.Window;
import io.cdrwebhooks.simulation.WorkQueue.Job;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// One run of a scenario: its customers, what is stored, the queues and the functions.
final class World {
  static final Pace PACE = Pace.STANDARD;

  static final LaneRules LANE_RULES = PACE.laneRules();

  private static final double BETWEEN_KILLS_MILLIS = 10_000;

  final Scenario scenario;
  private final long seed;
  final Timeline time;
  final Store store;
  final WorkQueue<Report> arrivals;
  final WorkQueue<DueWork.OfLane> due;
  private final Map<ConfigurationId, Receiver> receivers = new LinkedHashMap<>();
  private final Map<DeliveryId, Report> reports = new LinkedHashMap<>();
  private long holders;

  private World(Scenario scenario, long seed, boolean leavesWord) {
    Scenario.Faults faults = scenario.faults();
    this.scenario = scenario;
    this.seed = seed;
    this.time = new Timeline(seed);
    this.store = new Store(time, faults.store());
    int batches = scenario.batches();
    this.arrivals =
        new WorkQueue<>(
            time, 10, Math.max(2, batches / 3), faults.mostReceives(), job -> arrived(this, job));
    this.due =
        new WorkQueue<>(
            time, 1, batches, faults.mostReceives(), job -> LaneWorker.handle(this, job));
    for (Customer each : scenario.customers()) {
      ConfigurationId id = ConfigurationId.of(new UUID(1, receivers.size()));
      StoredLane lane = new StoredLane(time, id, leavesWord);
      receivers.put(id, new Receiver(id, each, lane, time, faults.receivers()));
    }
  }

  /// What has happened when all is over. `leavesWord` is false for a run with a broken rule: a
  /// message that meets a held lane is lost.
  static World run(Scenario scenario, long seed, boolean leavesWord) {
    World world = new World(scenario, seed, leavesWord);
    world.stackUp();
    for (Receiver each : world.receivers()) {
      SplittableRandom dice = new SplittableRandom(seed * 1_000_003 + each.id.hashCode());
      world.arrive(each, each.customer.perSecond(), world.lastArrival(), dice);
      Window flood = scenario.faults().receivers();
      if (each.customer.trouble() == Trouble.FLOODS) {
        world.time.at(flood.from(), () -> world.arrive(each, Customer.FLOOD, flood.until(), dice));
      }
    }
    world.sweepEachMinute();
    world.killSometimes();
    world.time.runUntil(world.lastArrival().plus(scenario.calm()));
    return world;
  }

  private Instant lastArrival() {
    return Timeline.START.plus(scenario.arrivals());
  }

  private void arrive(Receiver receiver, double perSecond, Instant until, SplittableRandom dice) {
    time.after(
        Timeline.around(1_000 / perSecond, dice),
        () -> {
          if (time.now().isBefore(until)) {
            arrivals.send(newReport(receiver, time.now()), Duration.ZERO, 0);
            arrive(receiver, perSecond, until, dice);
          }
        });
  }

  private Report newReport(Receiver receiver, Instant arrivedAt) {
    Report report = new Report(DeliveryId.of(new UUID(seed, reports.size())), receiver, arrivedAt);
    reports.put(report.id, report);
    return report;
  }

  /// The overdue deliveries, heavy-tailed like the arrivals; a thousand share an instant.
  private void stackUp() {
    double all = receivers().stream().mapToDouble(each -> each.customer.perSecond()).sum();
    for (Receiver each : receivers()) {
      List<Report> backlog = new ArrayList<>();
      long number = Math.round(scenario.faults().overdue() * each.customer.perSecond() / all);
      for (int i = 0; i < number; i++) {
        Instant since = Timeline.START.minus(Duration.ofMinutes(120 - i / 1_000));
        backlog.add(newReport(each, since).recorded(since));
      }
      if (!backlog.isEmpty()) {
        each.lane.overdue(backlog, backlog.getFirst().dueAt);
      }
    }
  }

  /// Records an arrived report and hands it over to its lane, as ReportArrival does.
  private static void arrived(World world, Job<Report> job) {
    Report report = job.body();
    StoredLane lane = report.receiver.lane;
    Consumer<Boolean> send =
        needed -> {
          if (needed) {
            DueWork.OfLane work = new DueWork.OfLane(report.receiver.id, report.id);
            world.due.send(work, Duration.ZERO, job.chain() + 1);
          }
          job.end(true);
        };
    Supplier<Boolean> isNeeded =
        () -> report.status == Report.Status.PENDING && lane.needsMessage(job.process().now());
    Consumer<Boolean> handOver =
        _ ->
            world.store.call(
                job.process(),
                Load.ofLaneRead(report.receiver),
                isNeeded,
                send,
                () -> job.end(false));
    world.store.requests++; // its task is read too
    world.store.call(
        job.process(),
        Load.ofWaiting(report.receiver, 1, 0),
        () -> lane.index(report.recorded(job.process().now())),
        handOver,
        () -> job.end(false));
  }

  private void sweepEachMinute() {
    time.after(PACE.sweepEvery().toMillis(), this::sweepEachMinute);
    if (!store.isOut()) {
      Sweep.run(this);
    }
  }

  private void killSometimes() {
    Window kills = scenario.faults().kills();
    List<Invocation> running = new ArrayList<>(due.running);
    running.addAll(arrivals.running);
    if (kills.has(time.now()) && !running.isEmpty()) {
      Invocation victim = running.get(time.dice.nextInt(running.size()));
      if (time.chance(0.5)) {
        victim.kill();
      } else {
        victim.pause(time.between(1_000, 100_000));
      }
    }
    if (time.now().isBefore(kills.until())) {
      time.after(Timeline.around(BETWEEN_KILLS_MILLIS, time.dice), this::killSometimes);
    }
  }

  boolean egressIsGone() {
    return scenario.faults().egress().has(time.now());
  }

  /// Whether a delivery waits for something that will never come.
  boolean isForgotten(Report report) {
    return report.status == Report.Status.UNKNOWN
        ? arrivals.isIdle()
        : due.isIdle() && report.receiver.lane.isForgotten();
  }

  Receiver receiver(ConfigurationId id) {
    return Objects.requireNonNull(receivers.get(id));
  }

  Report report(DeliveryId id) {
    return Objects.requireNonNull(reports.get(id));
  }

  String nextHolder() {
    return "holder " + ++holders;
  }

  Collection<Receiver> receivers() {
    return receivers.values();
  }

  Collection<Report> reports() {
    return reports.values();
  }
}
