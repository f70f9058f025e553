package io.cdrwebhooks.simulation;

import io.cdrwebhooks.delivery.DeliveryId;
import io.cdrwebhooks.delivery.DueWork;
import io.cdrwebhooks.lane.Lane;
import io.cdrwebhooks.lane.LaneTurn;
import io.cdrwebhooks.lane.LaneTurn.Next;
import io.cdrwebhooks.lane.SendResult;
import io.cdrwebhooks.simulation.Store.Load;
import io.cdrwebhooks.simulation.WorkQueue.Job;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// A lane while a process holds it: does what the product's [LaneTurn] decides, as the dispatch
/// function's LaneWork and WorkedLane do with threads.
final class LaneWorker {
  private static final Duration LEASE = Duration.ofSeconds(30);
  private static final Duration FRESH = Duration.ofSeconds(1);
  private static final Duration TURN = Duration.ofSeconds(5);
  private static final Duration RECORDING = Duration.ofSeconds(5);
  private static final Duration RESERVED = Duration.ofSeconds(60);
  private static final Duration RENEWED_EVERY = Duration.ofSeconds(5);

  final World world;
  final Invocation process;
  final Receiver receiver;
  private final Job<DueWork.OfLane> job;
  private final String holder;
  private final Instant beganAt;
  private final LaneTurn turn;
  private final Deque<Runnable> happenings = new ArrayDeque<>();
  private Instant leasedUntil;
  private Instant readAt;
  private Instant refreshedAt;
  private Instant renewedAt;
  private boolean closed;
  private boolean waits;
  private boolean busy;
  private long waitNumber;
  private int attempts;
  private boolean broken;

  private LaneWorker(World world, Job<DueWork.OfLane> job, Lane lane, String holder) {
    this.world = world;
    this.process = job.process();
    this.job = job;
    this.receiver = world.receiver(lane.configuration());
    this.holder = holder;
    this.beganAt = now();
    this.readAt = beganAt;
    this.refreshedAt = beganAt;
    this.renewedAt = beganAt;
    this.leasedUntil = lane.leasedUntil().orElseThrow();
    this.turn = new LaneTurn(lane, job.body(), receiver.customer.limits(), World.LANE_RULES);
  }

  /// Works a lane for a message, unless somebody holds it.
  static void handle(World world, Job<DueWork.OfLane> job) {
    Receiver receiver = world.receiver(job.body().configuration());
    LaneWorker mine = job.process().worked.get(receiver.id);
    if (mine != null && mine.offer(job.body())) {
      job.end(true);
      return;
    }
    String holder = world.nextHolder();
    Instant now = job.process().now();
    world.store.call(
        job.process(),
        Load.ofLane(receiver),
        () -> receiver.lane.acquire(job.body(), holder, now, now.plus(LEASE)),
        lane -> lane.ifPresentOrElse(held -> begin(world, job, held, holder), () -> job.end(true)),
        () -> job.end(false));
  }

  /// Reads the configuration and goes to work.
  private static void begin(World world, Job<DueWork.OfLane> job, Lane lane, String holder) {
    Consumer<Boolean> work =
        _ -> {
          LaneWorker worker = new LaneWorker(world, job, lane, holder);
          job.process().worked.put(lane.configuration(), worker);
          boolean _ = worker.offer(job.body());
          worker.goOn();
        };
    world.store.call(job.process(), Load.ALONE, () -> true, work, () -> job.end(false));
  }

  private boolean offer(DueWork.OfLane work) {
    if (!closed) {
      happen(() -> turn.told(work, now()));
    }
    return !closed;
  }

  private void happen(Runnable what) {
    happenings.add(what);
    if (waits) {
      goOn();
    }
  }

  /// What the lane's thread does until it has to wait for something.
  private void goOn() {
    waits = false;
    busy = false;
    while (!waits && !busy) {
      while (!happenings.isEmpty()) {
        happenings.remove().run();
      }
      if (Duration.between(refreshedAt, now()).compareTo(FRESH) >= 0) {
        refreshedAt = now();
        refresh();
      }
      if (busy) {
        return;
      }
      switch (turn.next(now())) {
        case Next.Send(DeliveryId delivery, boolean probe) -> {
          attempts++;
          new AttemptRun(this, world.report(delivery), probe).start();
        }
        case Next.GiveUp(DeliveryId delivery, Instant _) ->
            throw new IllegalStateException("no receiver fails for so long: " + delivery);
        case Next.Look look -> look(look);
        case Next.Wait(Instant until) -> await(until);
        case Next.Done done -> release(done);
      }
    }
  }

  private void look(Next.Look look) {
    world.store.requests += 3; // one query for each shard
    call(
        Load.ofWaiting(receiver, 0, 3),
        () -> receiver.lane.waiting(look.from()),
        page -> turn.found(look, page, now()));
  }

  private void await(Instant until) {
    waits = true;
    long number = ++waitNumber;
    Instant latest = now().plus(FRESH);
    Runnable timeout =
        () -> {
          if (waits && number == waitNumber) {
            goOn();
          }
        };
    process.at(until.isBefore(latest) ? until : latest, timeout);
  }

  /// Once a second: the word that others left, whether the turn is over, and now and then the
  /// limits and the lease.
  private void refresh() {
    if (Duration.between(renewedAt, now()).compareTo(RENEWED_EVERY) >= 0) {
      renewedAt = now();
      readAt = now();
      busy = true;
      world.store.call(process, Load.ALONE, () -> true, _ -> renew(), this::fail);
    } else if (turn.hasRoom()) {
      call(Load.ALONE, receiver.lane::stored, lane -> turn.stored(lane, now()));
    }
    if (!now().isBefore(process.end.minus(RESERVED))
        || (!now().isBefore(beganAt.plus(TURN)) && world.due.othersWait())) {
      turn.end();
    }
  }

  private void renew() {
    Lane state = turn.state();
    Instant until = now().plus(LEASE);
    call(
        Load.ofLane(receiver),
        () -> receiver.lane.renew(state, holder, until),
        renewed -> {
          renewed.ifPresentOrElse(lane -> turn.stored(lane, now()), turn::end);
          leasedUntil = renewed.isPresent() ? until : leasedUntil;
        });
  }

  private void release(Next.Done done) {
    closed = true;
    call(
        Load.ofLane(receiver),
        () -> receiver.lane.release(done.lane(), holder, done.wakeAt()),
        woken -> {
          closed = woken.isEmpty();
          woken.ifPresent(stored -> turn.stored(stored, now()));
          if (closed) {
            done.message().ifPresent(message -> send(message, done.wakeAt().orElseThrow()));
            over(true);
          }
        });
  }

  private void send(DueWork.OfLane message, Instant at) {
    Duration wait = Duration.between(now(), at);
    world.due.send(message, wait.isNegative() ? Duration.ZERO : wait, job.chain() + 1);
  }

  private void over(boolean well) {
    process.worked.remove(receiver.id, this);
    job.end(well);
  }

  /// A call of the lane's thread, which goes on afterwards unless the turn is over.
  private <T> void call(Load load, Supplier<T> effect, Consumer<T> then) {
    busy = true;
    Consumer<T> andGoOn =
        result -> {
          then.accept(result);
          if (!closed) {
            goOn();
          }
        };
    world.store.call(process, load, effect, andGoOn, this::fail);
  }

  /// A fault ends the turn when its attempts are over, and the message fails.
  private void fail() {
    broken = true;
    if (attempts == 0) {
      over(false);
    }
  }

  void attemptIsOver(Report report, SendResult ended) {
    attempts--;
    if (broken) {
      fail();
    } else {
      happen(() -> turn.ended(report.id, ended, world.time.dice.nextDouble(), now()));
    }
  }

  /// Whether the configuration was read within a second. If not, whoever asks reads it.
  boolean isFresh() {
    return Duration.between(readAt, now()).compareTo(FRESH) < 0;
  }

  void configurationIsRead() {
    readAt = now();
  }

  Instant sendUntil() {
    Instant recorded = process.end.minus(RECORDING);
    return recorded.isBefore(leasedUntil) ? recorded : leasedUntil;
  }

  private Instant now() {
    return process.now();
  }
}
