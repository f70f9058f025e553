package io.cdrwebhooks.simulation;

import static java.time.temporal.ChronoUnit.DAYS;

import io.cdrwebhooks.aws.awsevents.ObjectCreated;
import io.cdrwebhooks.aws.awsevents.QueueMessage;
import io.cdrwebhooks.aws.sqs.WorkQueues;
import io.cdrwebhooks.configuration.SignatureKey;
import io.cdrwebhooks.configuration.SignatureVault;
import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.delivery.DeliveryId;
import io.cdrwebhooks.delivery.DeliveryStatus;
import io.cdrwebhooks.delivery.WebhookRequest;
import io.cdrwebhooks.dispatch.Dispatch;
import io.cdrwebhooks.dispatch.exchange.EgressWatch;
import io.cdrwebhooks.dispatch.exchange.ExchangeLimits;
import io.cdrwebhooks.dispatch.exchange.ExchangeResult;
import io.cdrwebhooks.dispatch.exchange.Receivers;
import io.cdrwebhooks.dispatch.inputs.DispatchServices;
import io.cdrwebhooks.dispatch.inputs.DispatchStores;
import io.cdrwebhooks.dispatch.inputs.Pace;
import io.cdrwebhooks.dispatch.inputs.RuntimeInputs;
import io.cdrwebhooks.link.CallbackUrls;
import io.cdrwebhooks.log.EventLog;
import io.cdrwebhooks.log.Metrics;
import io.cdrwebhooks.notice.Notice;
import io.cdrwebhooks.simulation.Scenario.Fault;
import io.cdrwebhooks.statistics.Tally;
import io.cdrwebhooks.testing.Samples;
import io.cdrwebhooks.work.DueWork;
import io.cdrwebhooks.work.WorkMessages;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;

/// One run of a scenario: its customers, and the product's dispatch between the models of AWS.
final class World implements WorkMessages, Receivers {
  private static final int MAX_RECEIVES = 5;
  private static final int MAX_RECEIVES_IN_OUTAGE = 1_000;
  private static final double BETWEEN_KILLS_MILLIS = 10_000;
  private static final Set<Fault> CHECKING = Set.of(Fault.UNUSED, Fault.OVERDUE);

  /// After these faults reports arrive four times as fast while the lanes drain.
  private static final Set<Fault> AFTERWARDS_FOURFOLD = Set.of(Fault.EGRESS, Fault.STORE);

  /// The share of lost messages in scenarios about the sweep, which must then find the lanes. The
  /// sweep's own messages are not lost.
  private static final double LOST = 0.2;

  final Scenario scenario;
  final Timeline time;
  final Store store;
  final List<Sent> notices = new ArrayList<>();
  final WorkQueue arrivals;
  final WorkQueue due;
  final WorkQueue background;
  private final StoredRecords records;
  private final DispatchStores stores;
  private final DispatchServices collaborators;
  final List<Receiver> receivers = new ArrayList<>();
  final Map<DeliveryId, Report> reports = new LinkedHashMap<>();

  /// The time of the first message for each link check.
  final Map<DeliveryId, Instant> announcedAt = new LinkedHashMap<>();

  /// The egress watch of each process. Invocations with the same error of the clock run in one
  /// process, one after the other.
  private final Map<Long, EgressWatch> egress = new HashMap<>();

  record Sent(Notice notice, Instant at) {}

  private World(Scenario scenario, long seed, boolean marksLanes) {
    this.scenario = scenario;
    this.time = new Timeline(seed);
    this.store = new Store(time, scenario);
    this.records = new StoredRecords(time, store, marksLanes, CHECKING.contains(scenario.fault()));
    this.stores = records.remote();
    this.collaborators =
        new DispatchServices(
            store.local(SignatureVault.class, null, _ -> new SignatureKey("key")),
            new CallbackUrls(URI.create("https://cdr.example.com")),
            this,
            this,
            new WorkQueues(URI.create("https://sqs/due"), URI.create("https://sqs/background")),
            _ -> "all messages are readable",
            notice -> notices.add(new Sent(notice, time.now())));
    this.arrivals = queue(10, Math.max(2, scenario.batches() / 3));
    this.due = queue(1, scenario.batches());
    this.background = queue(10, 2);
    for (Scenario.Customer each : scenario.customers()) {
      Receiver receiver = new Receiver(receivers.size() + 1, each, time, scenario);
      receivers.add(receiver);
      records.create(receiver);
    }
  }

  private WorkQueue queue(int batchSize, int atOnce) {
    int receives = scenario.fault() == Fault.STORE ? MAX_RECEIVES_IN_OUTAGE : MAX_RECEIVES;
    return new WorkQueue(time, new WorkQueue.Limits(batchSize, atOnce, receives), this::dispatch);
  }

  /// Creates the objects that a process of a function keeps in memory.
  private Dispatch dispatch(Invocation process) {
    InstantSource clock = process::now;
    return new Dispatch(
        stores,
        collaborators,
        Pace.STANDARD,
        new RuntimeInputs(
            clock,
            () -> new UUID(time.dice.nextLong(), time.dice.nextLong()),
            time.dice::nextDouble,
            new EventLog(clock, _ -> {}),
            new Metrics(clock, _ -> {}),
            new Tally(clock),
            process));
  }

  /// Plays the scenario to its end. `marksLanes` is false for a run with a broken rule: a message
  /// that meets a held lane is lost.
  static World run(Scenario scenario, long seed, boolean marksLanes) {
    World world = new World(scenario, seed, marksLanes);
    world.addOverdue();
    Instant lastArrival = Timeline.START.plus(scenario.arrivals());
    for (Receiver each : world.receivers) {
      SplittableRandom dice = new SplittableRandom(seed * 1_000_003 + each.id.hashCode());
      world.arrive(each, each.customer.perSecond(), lastArrival, dice);
      if (scenario.fault() == Fault.FLOODS && each.customer.troubled()) {
        Instant until = scenario.faultyUntil();
        world.time.at(scenario.faultyFrom(), () -> world.arrive(each, Scenario.FLOOD, until, dice));
      }
      if (AFTERWARDS_FOURFOLD.contains(scenario.fault())) {
        double more = 3 * each.customer.perSecond();
        world.time.at(scenario.faultyUntil(), () -> world.arrive(each, more, lastArrival, dice));
      }
    }
    world.arriveNightly(lastArrival);
    world.sweepEachMinute();
    world.killSometimes();
    world.time.runUntil(lastArrival.plus(Scenario.CALM));
    return world;
  }

  private void arrive(Receiver receiver, double perSecond, Instant until, SplittableRandom dice) {
    if (perSecond == 0) {
      return;
    }
    time.after(
        Timeline.around(1_000 / perSecond, dice),
        () -> {
          if (time.now().isBefore(until)) {
            announce(newReport(receiver, time.now()));
            arrive(receiver, perSecond, until, dice);
          }
        });
  }

  private void arriveNightly(Instant until) {
    int each = scenario.fault() == Fault.UNUSED ? Scenario.NIGHTLY : 0;
    for (Instant night = Timeline.START; night.isBefore(until); night = night.plus(1, DAYS)) {
      for (int i = 0; i < each; i++) {
        Receiver receiver = receivers.get(i % receivers.size());
        time.at(
            night.plusMillis(time.between(0, 60_000)),
            () -> announce(newReport(receiver, time.now())));
      }
    }
  }

  private void announce(Report report) {
    List<ObjectCreated> created = List.of(report.created());
    if (!scenario.hasFault(Fault.RULE, time.now())) {
      QueueMessage message = new QueueMessage.Arrived(created);
      arrivals.send((dispatch, end) -> dispatch.handle(message, end), Duration.ZERO, 0);
    }
    if (scenario.fault() == Fault.RULE) {
      background.send((dispatch, _) -> dispatch.recordMissed(created), WorkMessages.MAX_DELAY, 0);
    }
  }

  private Report newReport(Receiver receiver, Instant arrivedAt) {
    Report report = new Report(reports.size(), receiver, arrivedAt);
    reports.put(report.id, report);
    return report;
  }

  /// Adds unused links whose checks are overdue; a thousand share an instant.
  private void addOverdue() {
    int each = scenario.hasFault(Fault.OVERDUE, Timeline.START) ? Scenario.OVERDUE : 0;
    for (int i = 0; i < each * receivers.size(); i++) {
      Instant dueAt = Timeline.START.minus(Duration.ofMinutes(1 + i / 1_000));
      Receiver receiver = receivers.get(i % receivers.size());
      Report report = newReport(receiver, dueAt.minus(Pace.STANDARD.linkUnusedAfter()));
      records.addUnchecked(report, dueAt);
    }
  }

  private void sweepEachMinute() {
    time.after(Pace.STANDARD.sweepEvery().toMillis(), this::sweepEachMinute);
    Invocation process = new Invocation(time, this::dispatch, 0, _ -> {});
    process.start(Dispatch::sweep, _ -> process.finish());
  }

  @Override
  public void send(DueWork work, Duration delay) {
    if (scenario.fault() != Fault.OVERDUE || !time.chance(LOST)) {
      deliver(work, delay);
    }
  }

  /// Sends the messages of a sweep.
  @Override
  public void sendAll(List<Message> messages) {
    time.sleep(time.between(5, 15));
    messages.forEach(each -> deliver(each.work(), each.delay()));
  }

  private void deliver(DueWork work, Duration delay) {
    if (work instanceof DueWork.OfDelivery(DeliveryId id)) {
      announcedAt.putIfAbsent(id, time.now());
    }
    boolean ofLane = work instanceof DueWork.OfLane;
    DueWork sent =
        work instanceof DueWork.OfLane lane ? lane.withExpectedAt(time.now().plus(delay)) : work;
    QueueMessage message = new QueueMessage.Due(sent);
    WorkQueue queue = ofLane ? due : background;
    queue.send((dispatch, end) -> dispatch.handle(message, end), delay, time.process().chain + 1);
  }

  @Override
  public boolean othersWait() {
    return due.othersWait();
  }

  @Override
  public Duration longest() {
    return ExchangeLimits.STANDARD.whole();
  }

  @Override
  public ExchangeResult post(WebhookRequest request) throws InterruptedException {
    Report report = reports.get(new DeliveryId(request.headers().get("webhook-id")));
    Instant begunAt = time.now();
    if (scenario.fault() == Fault.FOLLOWED) { // before or after the answer is recorded
      long millis = time.between(250, 1_000); // more than clocks are off
      time.after(
          millis,
          () ->
              records.deliveries.recordLinkFollowed(report.id, Samples.follow(time.now(), "::1")));
    }
    ExchangeResult result = isEgressGone() ? Receiver.NO_ANSWER : report.receiver.post(report);
    if (isEgressGone()) {
      time.process().sleep(ExchangeLimits.STANDARD.connect());
      result = Receiver.NO_ANSWER;
    }
    EgressWatch watch =
        egress.computeIfAbsent(
            time.process().aheadMillis,
            _ -> new EgressWatch(Optional.of(() -> !isEgressGone()), time::now));
    return watch.unlessOurFault(report.receiver.id.value(), begunAt, result);
  }

  private boolean isEgressGone() {
    return scenario.hasFault(Fault.EGRESS, time.now());
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

  /// Returns true if the system will never send the report.
  boolean isLost(Report report) {
    return delivery(report)
        .map(each -> each.status() == DeliveryStatus.PENDING && due.isIdle())
        .map(waits -> waits && records.lanes.find(report.receiver.id).dueAt().isEmpty())
        .orElseGet(() -> arrivals.isIdle() && background.isIdle());
  }

  /// The times from the arrival of each report to its record, sorted.
  List<Duration> recordings() {
    return records.recordedAt.entrySet().stream()
        .map(each -> Duration.between(reports.get(each.getKey()).arrivedAt, each.getValue()))
        .sorted()
        .toList();
  }

  /// The stored delivery of a report; empty before the function has handled its event.
  Optional<Delivery> delivery(Report report) {
    return records.deliveries.find(report.id);
  }
}
