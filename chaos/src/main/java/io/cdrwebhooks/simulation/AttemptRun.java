package io.cdrwebhooks.simulation;

import io.cdrwebhooks.lane.SendResult;
import io.cdrwebhooks.simulation.Report.Status;
import io.cdrwebhooks.simulation.Scenario.Fault;
import io.cdrwebhooks.simulation.Store.Load;
import io.cdrwebhooks.simulation.Store.RefusedException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/// One attempt of a delivery, call by call, as the dispatch function's PendingDelivery makes it.
record AttemptRun(LaneWorker lane, World world, Report report, boolean probe) {
  private static final Duration LEASE = Duration.ofSeconds(60);
  private static final long BETWEEN_TRIES_MILLIS = 1_000;

  /// The stored last attempt of the delivery, and why none may be made now.
  private record Seen(int lastAttempt, Optional<SendResult> obstacle) {}

  SendResult make() {
    try {
      Seen seen = call(() -> new Seen(report.lastAttempt, obstacle()));
      if (seen.obstacle().isPresent()) {
        return seen.obstacle().get();
      }
      if (lane.mustReadConfiguration()) {
        world.store.call(lane.process);
      }
      world.store.call(lane.process); // reads the task
      Instant now = now();
      Optional<Report.Claim> claim =
          call(() -> report.claim(seen.lastAttempt(), now, now.plus(LEASE)));
      if (claim.isEmpty()) {
        return broken();
      }
      world.store.call(lane.process); // stores the link
      return send(claim.get());
    } catch (RefusedException e) {
      return broken();
    }
  }

  private Optional<SendResult> obstacle() {
    if (!report.isPending()) {
      return Optional.of(new SendResult.NotSent(Optional.empty()));
    }
    Instant until = report.leasedUntil.equals(Instant.MIN) ? report.dueAt : report.leasedUntil;
    return Optional.of(until)
        .filter(now()::isBefore)
        .map(at -> new SendResult.NotSent(Optional.of(at)));
  }

  private SendResult send(Report.Claim claim) {
    Instant end = now().plusMillis(Receiver.LONGEST_EXCHANGE_MILLIS);
    if (!end.isBefore(claim.leasedUntil()) || end.isAfter(lane.sendUntil())) {
      return broken();
    }
    if (world.scenario.hasFault(Fault.EGRESS, world.time.now())) {
      lane.process.sleep(BETWEEN_TRIES_MILLIS);
      boolean _ = call(() -> report.giveBack(claim));
      return new SendResult.OurFault();
    }
    Receiver.Answer answer = report.receiver.send();
    report.sent(world.time.now(), answer.accepts());
    lane.process.sleep(answer.afterMillis());
    return complete(claim, next(claim, answer));
  }

  private Report.Next next(Report.Claim claim, Receiver.Answer answer) {
    if (answer.accepts()) {
      return new Report.Next(Status.DELIVERED, Instant.MAX, report.probes);
    }
    if (probe) {
      return new Report.Next(Status.PENDING, report.dueAt, report.probes + 1);
    }
    int steps = claim.number() - report.probes;
    return World.PACE
        .schedule()
        .next(steps, now(), Optional.empty(), world.time.dice.nextDouble())
        .map(at -> new Report.Next(Status.PENDING, at, report.probes))
        .orElseGet(() -> new Report.Next(Status.FAILED, Instant.MAX, report.probes));
  }

  /// Tries to record it until the claim ends.
  private SendResult complete(Report.Claim claim, Report.Next next) {
    Receiver receiver = report.receiver;
    Load load = Load.ofWaiting(receiver, 1, 0);
    while (true) {
      boolean inTime = now().plusMillis(2 * BETWEEN_TRIES_MILLIS).isBefore(claim.leasedUntil());
      try {
        world.store.call(
            lane.process, load, () -> receiver.lane.index(report.completed(claim, next)));
        return ended(next);
      } catch (RefusedException e) {
        if (!inTime) {
          throw e;
        }
        lane.process.sleep(BETWEEN_TRIES_MILLIS);
      }
    }
  }

  private static SendResult ended(Report.Next next) {
    return switch (next.status()) {
      case DELIVERED -> new SendResult.Delivered();
      case FAILED -> new SendResult.Failed(Optional.empty(), Optional.empty());
      case PENDING, UNKNOWN -> new SendResult.Failed(Optional.empty(), Optional.of(next.dueAt()));
    };
  }

  private SendResult broken() {
    return new SendResult.Broken(now().plus(LEASE));
  }

  private <T> T call(Supplier<T> effect) {
    return world.store.call(lane.process, Load.ALONE, effect);
  }

  private Instant now() {
    return lane.process.now();
  }
}
