package io.cdrwebhooks.simulation;

import io.cdrwebhooks.delivery.DeliveryId;
import io.cdrwebhooks.delivery.DueWork;
import io.cdrwebhooks.lane.Lane;
import io.cdrwebhooks.lane.LaneTurn;
import io.cdrwebhooks.lane.LaneTurn.Next;
import io.cdrwebhooks.lane.Lanes;
import io.cdrwebhooks.lane.SendResult;
import io.cdrwebhooks.simulation.Store.Load;
import io.cdrwebhooks.simulation.Store.RefusedException;
import io.cdrwebhooks.simulation.WorkQueue.Job;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Supplier;

/// A lane while a process holds it: does what the product's [LaneTurn] decides, as the dispatch
/// function's LaneWork and WorkedLane do.
final class LaneWorker {
  private static final Duration LEASE = Duration.ofSeconds(30);
  private static final Duration FRESH = Duration.ofSeconds(1);
  private static final Duration TURN = Duration.ofSeconds(5);
  private static final Duration RECORDING = Duration.ofSeconds(5);
  private static final Duration RESERVED = Duration.ofSeconds(60);
  private static final Duration RENEWED_EVERY = Duration.ofSeconds(5);

  private final World world;
  final Invocation process;
  private final Receiver receiver;
  private final Job<DueWork.OfLane> job;
  private final Instant beganAt;
  private final LaneTurn turn;
  private final Timeline.Strand strand;
  private final Deque<Runnable> endings = new ArrayDeque<>();
  private Instant leasedUntil;
  private Instant readAt;
  private Instant refreshedAt;
  private Instant renewedAt;
  private boolean waits;
  private long waitNumber;
  private int attempts;

  private LaneWorker(World world, Job<DueWork.OfLane> job, Lane lane) {
    this.world = world;
    this.process = job.process();
    this.job = job;
    this.receiver = world.receiver(lane.configuration());
    this.strand = world.time.current();
    this.beganAt = process.now();
    this.readAt = beganAt;
    this.refreshedAt = beganAt;
    this.renewedAt = beganAt;
    this.leasedUntil = lane.leasedUntil().orElseThrow();
    this.turn = new LaneTurn(lane, job.body(), receiver.customer.limits(), World.LANE_RULES);
  }

  /// Works the lane of a message, unless another process holds it.
  static void handle(World world, Job<DueWork.OfLane> job) {
    Receiver receiver = world.receiver(job.body().configuration());
    Instant now = job.process().now();
    Optional<Lane> lane =
        world.store.call(
            job.process(),
            Load.ofLane(receiver, 1, 0),
            () -> receiver.lane.acquire(job, now, now.plus(LEASE)));
    if (lane.isPresent()) {
      world.store.call(job.process()); // reads the configuration
      new LaneWorker(world, job, lane.get()).work();
    }
  }

  /// A fault ends the turn when its attempts are over, and the message fails.
  private void work() {
    turn.told(job.body(), now());
    try {
      boolean done = false;
      while (!done) {
        while (!endings.isEmpty()) {
          endings.remove().run();
        }
        if (isNewer(refreshedAt, FRESH)) {
          done = step();
        } else {
          refresh();
        }
      }
    } catch (RefusedException e) {
      while (attempts > 0) {
        park();
      }
      throw e;
    }
  }

  /// True when the turn is over.
  private boolean step() {
    switch (turn.next(now())) {
      case Next.Send(DeliveryId delivery, boolean probe) ->
          attempt(new AttemptRun(this, world, world.report(delivery), probe));
      case Next.GiveUp(DeliveryId delivery, Instant _) ->
          throw new IllegalStateException("no receiver fails for so long: " + delivery);
      case Next.Look look -> look(look);
      case Next.Wait(Instant until) -> await(until);
      case Next.Done done -> {
        return release(done);
      }
    }
    return false;
  }

  private void attempt(AttemptRun run) {
    attempts++;
    DeliveryId delivery = run.report().id;
    world.time.start(
        () -> {
          SendResult ended = run.make();
          attempts--;
          endings.add(() -> turn.ended(delivery, ended, world.time.dice.nextDouble(), now()));
          if (waits) {
            strand.resume();
          }
        });
  }

  private void look(Next.Look look) {
    world.store.requests += 3; // one query for each shard
    Supplier<Lanes.Page> query = () -> receiver.lane.waiting(look.from());
    Lanes.Page page = world.store.call(process, Load.ofWaiting(receiver, 0, 3), query);
    turn.found(look, page, now());
  }

  /// Waits for the end of an attempt, for a second at most.
  private void await(Instant until) {
    long number = ++waitNumber;
    Instant latest = now().plus(FRESH);
    Runnable timeout =
        () -> {
          if (waits && number == waitNumber) {
            strand.resume();
          }
        };
    process.at(until.isBefore(latest) ? until : latest, timeout);
    park();
  }

  private void park() {
    waits = true;
    strand.park();
    waits = false;
  }

  /// Once a second: the marks of the lane, whether the turn is over, and now and then the
  /// configuration and the lease.
  private void refresh() {
    refreshedAt = now();
    boolean hasRoom = turn.hasRoom();
    if (!now().isBefore(process.end.minus(RESERVED))
        || (!isNewer(beganAt, TURN) && world.due.othersWait())) {
      turn.end();
    }
    if (!isNewer(renewedAt, RENEWED_EVERY)) {
      renewedAt = now();
      readAt = now();
      world.store.call(process); // reads the configuration
      renew();
    } else if (hasRoom) {
      turn.stored(world.store.call(process, Load.ALONE, receiver.lane::stored), now());
    }
  }

  private void renew() {
    Lane state = turn.state();
    Instant until = now().plus(LEASE);
    Optional<Lane> renewed =
        world.store.call(
            process, Load.ofLane(receiver, 1, 0), () -> receiver.lane.renew(state, process, until));
    renewed.ifPresentOrElse(lane -> turn.stored(lane, now()), turn::end);
    leasedUntil = renewed.isPresent() ? until : leasedUntil;
  }

  /// False if the lane was marked meanwhile.
  private boolean release(Next.Done done) {
    Optional<Lane> marked =
        world.store.call(
            process,
            Load.ofLane(receiver, 1, 0),
            () -> receiver.lane.release(done.lane(), process, done.wakeAt()));
    if (marked.isPresent()) {
      turn.stored(marked.get(), now());
      return false;
    }
    done.message().ifPresent(message -> send(message, done.wakeAt().orElseThrow()));
    return true;
  }

  private void send(DueWork.OfLane message, Instant at) {
    Duration wait = Duration.between(now(), at);
    world.due.send(message, wait.isNegative() ? Duration.ZERO : wait, job.chain() + 1);
  }

  /// Whether an attempt must read the configuration, because no other did within a second.
  boolean mustReadConfiguration() {
    boolean isFresh = isNewer(readAt, FRESH);
    readAt = isFresh ? readAt : now();
    return !isFresh;
  }

  Instant sendUntil() {
    Instant recorded = process.end.minus(RECORDING);
    return recorded.isBefore(leasedUntil) ? recorded : leasedUntil;
  }

  private boolean isNewer(Instant at, Duration age) {
    return Duration.between(at, now()).compareTo(age) < 0;
  }

  private Instant now() {
    return process.now();
  }
}
