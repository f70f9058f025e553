package io.cdrwebhooks.simulation;

import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.delivery.DeliveryId;
import io.cdrwebhooks.delivery.DueIndex.Due;
import io.cdrwebhooks.delivery.DueWork;
import io.cdrwebhooks.dispatch.Pace;
import io.cdrwebhooks.lane.LaneRules;
import io.cdrwebhooks.simulation.Scenario.Fault;
import io.cdrwebhooks.simulation.Store.Load;
import io.cdrwebhooks.simulation.WorkQueue.Job;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.UUID;

/// One run of a scenario: its customers, what is stored, the queues and the functions.
final class World {
  static final Pace PACE = Pace.STANDARD;
  static final LaneRules LANE_RULES = PACE.laneRules();

  private static final int MOST_RECEIVES = 5;
  private static final int MOST_RECEIVES_IN_OUTAGE = 1_000;
  private static final double BETWEEN_KILLS_MILLIS = 10_000;
  private static final int SWEEPS_AHEAD = 2;
  private static final int SWEEPS_UNTIL_LOST = 5;

  final Scenario scenario;
  private final long seed;
  final Timeline time;
  final Store store;
  final WorkQueue<Report> arrivals;
  final WorkQueue<DueWork.OfLane> due;
  private final Map<ConfigurationId, Receiver> receivers = new LinkedHashMap<>();
  private final Map<DeliveryId, Report> reports = new LinkedHashMap<>();

  private World(Scenario scenario, long seed, boolean marksLanes) {
    this.scenario = scenario;
    this.seed = seed;
    this.time = new Timeline(seed);
    this.store = new Store(time, scenario);
    int batches = scenario.batches();
    int receives = scenario.fault() == Fault.STORE ? MOST_RECEIVES_IN_OUTAGE : MOST_RECEIVES;
    this.arrivals = new WorkQueue<>(time, 10, Math.max(2, batches / 3), receives, this::arrived);
    this.due = new WorkQueue<>(time, 1, batches, receives, job -> LaneWorker.handle(this, job));
    for (Scenario.Customer each : scenario.customers()) {
      ConfigurationId id = ConfigurationId.of(new UUID(1, receivers.size()));
      StoredLane lane = new StoredLane(time, id, marksLanes);
      receivers.put(id, new Receiver(id, each, lane, time, scenario));
    }
  }

  /// Plays the scenario to its end. `marksLanes` is false for a run with a broken rule: a message
  /// that meets a held lane is lost.
  static World run(Scenario scenario, long seed, boolean marksLanes) {
    World world = new World(scenario, seed, marksLanes);
    world.addOverdue();
    Instant lastArrival = Timeline.START.plus(scenario.arrivals());
    for (Receiver each : world.receivers()) {
      SplittableRandom dice = new SplittableRandom(seed * 1_000_003 + each.id.hashCode());
      world.arrive(each, each.customer.perSecond(), lastArrival, dice);
      if (scenario.fault() == Fault.FLOODS && each.customer.troubled()) {
        Instant until = scenario.faultyUntil();
        world.time.at(scenario.faultyFrom(), () -> world.arrive(each, Scenario.FLOOD, until, dice));
      }
    }
    world.sweepEachMinute();
    world.killSometimes();
    world.time.runUntil(lastArrival.plus(Scenario.CALM));
    return world;
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
  private void addOverdue() {
    double all = receivers().stream().mapToDouble(each -> each.customer.perSecond()).sum();
    int overdue = scenario.fault() == Fault.OVERDUE ? Scenario.OVERDUE : 0;
    for (Receiver each : receivers()) {
      List<Report> backlog = new ArrayList<>();
      long number = Math.round(overdue * each.customer.perSecond() / all);
      for (int i = 0; i < number; i++) {
        Instant since = Timeline.START.minus(Duration.ofMinutes(120 - i / 1_000));
        backlog.add(newReport(each, since).recorded(since));
      }
      if (!backlog.isEmpty()) {
        each.lane.addOverdue(backlog);
      }
    }
  }

  /// Records an arrived report and wakes its lane, as ReportArrival does.
  private void arrived(Job<Report> job) {
    Report report = job.body();
    Invocation process = job.process();
    Receiver receiver = report.receiver;
    store.requests++; // its task is read too
    boolean _ =
        store.call(
            process,
            Load.ofWaiting(receiver, 1, 0),
            () -> receiver.lane.index(report.recorded(process.now())));
    boolean needsMessage =
        store.call(
            process,
            Load.ofLane(receiver, 0, 1),
            () -> report.isPending() && receiver.lane.needsMessage(process.now()));
    if (needsMessage) {
      due.send(new DueWork.OfLane(receiver.id, report.id), Duration.ZERO, job.chain() + 1);
    }
  }

  /// Goes through the due index by the rules of the dispatch function's Sweep.
  private void sweepEachMinute() {
    time.after(PACE.sweepEvery().toMillis(), this::sweepEachMinute);
    Instant now = time.now();
    Instant until = now.plus(PACE.sweepEvery().multipliedBy(SWEEPS_AHEAD));
    if (!store.isOut()) {
      receivers().stream()
          .flatMap(each -> each.lane.due().stream())
          .filter(each -> !each.dueAt().isAfter(until))
          .sorted(Comparator.comparing(Due::dueAt))
          .forEach(each -> announce(each, now));
    }
  }

  private void announce(Due entry, Instant now) {
    Duration late = Duration.between(entry.dueAt(), now);
    if (entry.work() instanceof DueWork.OfLane work && needsMessage(entry, late, now)) {
      due.send(work, late.isPositive() ? Duration.ZERO : late.negated(), 0);
      receiver(work.configuration()).lane.announced(entry);
      store.requests++;
    }
  }

  private static boolean needsMessage(Due entry, Duration late, Instant now) {
    Duration every = PACE.sweepEvery();
    if (entry.announcedAt().isEmpty()) {
      return !late.isPositive() || late.compareTo(every.dividedBy(2)) >= 0;
    }
    Instant at = entry.announcedAt().get();
    return at.isBefore(entry.dueAt())
        ? late.compareTo(every) >= 0
        : Duration.between(at, now).compareTo(every.multipliedBy(SWEEPS_UNTIL_LOST)) >= 0;
  }

  private void killSometimes() {
    List<Invocation> running = new ArrayList<>(due.running);
    running.addAll(arrivals.running);
    if (scenario.hasFault(Fault.KILLS, time.now()) && !running.isEmpty()) {
      Invocation victim = running.get(time.dice.nextInt(running.size()));
      if (time.chance(0.5)) {
        victim.kill();
      } else {
        victim.pause(time.between(1_000, 100_000));
      }
    }
    if (scenario.fault() == Fault.KILLS && time.now().isBefore(scenario.faultyUntil())) {
      time.after(Timeline.around(BETWEEN_KILLS_MILLIS, time.dice), this::killSometimes);
    }
  }

  /// Whether nothing will ever send the report.
  boolean isLost(Report report) {
    if (report.status == Report.Status.UNKNOWN) {
      return arrivals.isIdle();
    }
    return report.isPending() && due.isIdle() && report.receiver.lane.isForgotten();
  }

  Receiver receiver(ConfigurationId id) {
    return Objects.requireNonNull(receivers.get(id));
  }

  Report report(DeliveryId id) {
    return Objects.requireNonNull(reports.get(id));
  }

  Collection<Receiver> receivers() {
    return receivers.values();
  }

  Collection<Report> reports() {
    return reports.values();
  }
}
