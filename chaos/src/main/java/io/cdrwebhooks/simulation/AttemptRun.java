package io.cdrwebhooks.simulation;

import io.cdrwebhooks.lane.SendResult;
import io.cdrwebhooks.simulation.Report.Status;
import io.cdrwebhooks.simulation.Store.Load;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// One attempt of a delivery, call by call, as the dispatch function's PendingDelivery makes it.
final class AttemptRun {
  private static final Duration LEASE = Duration.ofSeconds(60);
  private static final long BETWEEN_TRIES_MILLIS = 1_000;

  private final LaneWorker lane;
  private final World world;
  private final Report report;
  private final boolean probe;
  private int seenAttempt;

  AttemptRun(LaneWorker lane, Report report, boolean probe) {
    this.lane = lane;
    this.world = lane.world;
    this.report = report;
    this.probe = probe;
  }

  void start() {
    call(this::waits, waits -> waits.ifPresentOrElse(this::over, this::readConfiguration));
  }

  /// Why no attempt may be made now; empty if one may.
  private Optional<SendResult> waits() {
    seenAttempt = report.lastAttempt;
    if (report.status != Status.PENDING) {
      return Optional.of(new SendResult.NotSent(Optional.empty()));
    }
    Instant until = report.leasedUntil.equals(Instant.MIN) ? report.dueAt : report.leasedUntil;
    return Optional.of(until)
        .filter(now()::isBefore)
        .map(at -> new SendResult.NotSent(Optional.of(at)));
  }

  private void readConfiguration() {
    if (lane.isFresh()) {
      readTask();
    } else {
      lane.configurationIsRead();
      call(() -> true, _ -> readTask());
    }
  }

  private void readTask() {
    call(() -> true, _ -> claim());
  }

  private void claim() {
    Instant now = now();
    call(
        () -> report.claim(seenAttempt, now, now.plus(LEASE)),
        claimed -> claimed.ifPresentOrElse(this::issueLink, this::notSentForNow));
  }

  private void issueLink(Report.Claim claim) {
    call(() -> true, _ -> send(claim));
  }

  private void send(Report.Claim claim) {
    Instant end = now().plusMillis(Receiver.LONGEST_EXCHANGE_MILLIS);
    if (!end.isBefore(claim.leasedUntil()) || end.isAfter(lane.sendUntil())) {
      notSentForNow();
    } else if (world.egressIsGone()) {
      later(BETWEEN_TRIES_MILLIS, () -> giveBack(claim));
    } else {
      Receiver.Answer answer = report.receiver.send();
      report.sent(world.time.now(), answer.takes());
      later(answer.afterMillis(), () -> complete(claim, next(claim, answer)));
    }
  }

  private void later(long millis, Runnable what) {
    world.time.after(millis, () -> lane.process.run(what));
  }

  private void giveBack(Report.Claim claim) {
    call(() -> report.giveBack(claim), _ -> over(new SendResult.OurFault()));
  }

  private Report.Next next(Report.Claim claim, Receiver.Answer answer) {
    if (answer.takes()) {
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
  private void complete(Report.Claim claim, Report.Next next) {
    boolean inTime = now().plusMillis(2 * BETWEEN_TRIES_MILLIS).isBefore(claim.leasedUntil());
    world.store.call(
        lane.process,
        Load.ofWaiting(report.receiver, 1, 0),
        () -> report.receiver.lane.index(report.completed(claim, next)),
        _ -> over(ended(next)),
        inTime
            ? () -> later(BETWEEN_TRIES_MILLIS, () -> complete(claim, next))
            : this::notSentForNow);
  }

  private static SendResult ended(Report.Next next) {
    return switch (next.status()) {
      case DELIVERED -> new SendResult.Delivered();
      case FAILED -> new SendResult.Failed(Optional.empty(), Optional.empty());
      case PENDING, UNKNOWN -> new SendResult.Failed(Optional.empty(), Optional.of(next.dueAt()));
    };
  }

  private void notSentForNow() {
    over(new SendResult.Broken(now().plus(LEASE)));
  }

  private void over(SendResult ended) {
    lane.attemptIsOver(report, ended);
  }

  private <T> void call(Supplier<T> effect, Consumer<T> then) {
    world.store.call(lane.process, Load.ALONE, effect, then, this::notSentForNow);
  }

  private Instant now() {
    return lane.process.now();
  }
}
