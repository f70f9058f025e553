package io.cdrwebhooks.dispatch.lane;

import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.delivery.DeliveryId;
import io.cdrwebhooks.dispatch.attempt.AttemptKind;
import io.cdrwebhooks.dispatch.attempt.SendConditions;
import io.cdrwebhooks.dispatch.inputs.RuntimeInputs;
import io.cdrwebhooks.lane.Lane;
import io.cdrwebhooks.lane.LaneTurn;
import io.cdrwebhooks.lane.Lanes;
import io.cdrwebhooks.lane.TurnStep;
import io.cdrwebhooks.log.Metric;
import io.cdrwebhooks.work.DueWork;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/// A lane that this process holds. One thread carries out the decisions of [LaneTurn];
/// [AttemptThreads] make the attempts.
final class HeldLane {
  /// If the lane's own message is later than this, other lanes wait. SQS delays it by up to a
  /// second more than the lane asked for.
  private static final Duration LATE_MESSAGE = Duration.ofSeconds(2);

  /// The pause of the lane after a fault of AWS.
  private static final Duration PAUSE_AFTER_FAULT = Duration.ofSeconds(5);

  private final LaneWork parts;
  private final RuntimeInputs inputs;
  private final ConfigurationId id;
  private final String holder;
  private final SendConditions conditions;
  private final LaneTurn turn;
  private final TurnClock clock;
  private final LinkedBlockingQueue<AttemptThreads.Ended> events = new LinkedBlockingQueue<>();
  private boolean faulty;

  /// Reads what the turn needs first, and begins the turn. Throws the fault of a read that fails.
  HeldLane(LaneWork parts, Lane lane, DueWork.OfLane work, String holder, Instant end) {
    this.parts = parts;
    this.inputs = parts.inputs();
    this.id = lane.configuration();
    this.holder = holder;
    Instant now = inputs.now();
    Lane known = lane.withoutLostMessage(work.expectedAt().orElse(now));
    boolean ownMessageWasLate = known.ownMessageIsLate(LATE_MESSAGE, now);
    this.clock = new TurnClock(inputs, parts.workMessages(), ownMessageWasLate, end);
    this.conditions = parts.pending().conditions(lane, work, end);
    Lane failing = known.failingNotBefore(conditions.failingSince().orElse(now));
    this.turn = new LaneTurn(failing, work, conditions.limits(), parts.rules());
    turn.limitTo(conditions.limits(), conditions.isEnabled());
    turn.workArrived(work, now);
    if (mayLeaveToOwnMessage(known, work, now)) {
      turn.end();
    }
  }

  /// Returns whether to leave `work` to the lane's own message, which waits in the same delayed
  /// queue. This keeps a long queue from growing. A person's request and the own message itself
  /// always begin a turn.
  private static boolean mayLeaveToOwnMessage(Lane lane, DueWork.OfLane work, Instant now) {
    return !work.isAskedOrOwnMessage()
        && lane.ownMessageIsLate(Duration.ZERO, now)
        && work.expectedAt()
            .filter(at -> at.plus(LATE_MESSAGE).plus(Lanes.CLOCKS_APART).isBefore(now))
            .isPresent();
  }

  /// Works the lane until nothing is left to do or its turn is over.
  ///
  /// A fault of AWS ends the turn: this process waits for the attempts in flight and releases the
  /// lane, which rests for a while. A second fault, such as a failed release, is thrown; then a
  /// sweep finds the lane after its lease.
  void work() throws InterruptedException {
    boolean released = false;
    try (AttemptThreads attempts =
        new AttemptThreads(
            parts.pending(), conditions, events, inputs, inputs.threads().perTask())) {
      while (!released) {
        try {
          handleEvents(Duration.ZERO);
          if (faulty) {
            keepLease();
          } else {
            refresh();
          }
          released = carryOut(turn.next(now()), attempts);
        } catch (RuntimeException fault) {
          if (faulty) {
            throw fault;
          }
          faulty = true;
          inputs.log().error("lane.paused", fault, "configurationId", id);
          inputs.metrics().count(Metric.MESSAGES_FAILED);
          turn.pause(now().plus(PAUSE_AFTER_FAULT));
        }
      }
    } // closing waits for all attempts
  }

  /// Carries out the turn's decision. Returns whether the lane is released.
  private boolean carryOut(TurnStep next, AttemptThreads attempts) throws InterruptedException {
    switch (next) {
      case TurnStep.Send(DeliveryId delivery) -> attempts.send(delivery, AttemptKind.REGULAR);
      case TurnStep.Probe(DeliveryId delivery) -> attempts.send(delivery, AttemptKind.PROBE);
      case TurnStep.GiveUp(DeliveryId delivery, Instant since) -> attempts.giveUp(delivery, since);
      case TurnStep.ReadPage step ->
          turn.pageRead(step, parts.lanes().waiting(id, step.from()), now());
      case TurnStep.Wait(Instant until) -> handleEvents(clock.untilRefresh(until));
      case TurnStep.Done done -> {
        return tryRelease(done);
      }
    }
    return false;
  }

  private void handleEvents(Duration patience) throws InterruptedException {
    AttemptThreads.@Nullable Ended next = inputs.threads().poll(events, patience);
    while (next != null) {
      if (conditions.nextRequestAt().isAfter(now())) {
        turn.sendNotBefore(conditions.nextRequestAt());
      }
      turn.attemptEnded(next.delivery(), next.result(), inputs.jitter().getAsDouble(), now());
      next = events.poll();
    }
  }

  /// Reads the lane's marks and checks whether the turn is over, ten times a second. Every few
  /// seconds it also reads the limits and renews the lease.
  private void refresh() {
    if (!clock.beginRefresh()) {
      return;
    }
    if (clock.beginRenewal()) {
      conditions.refresh();
      turn.limitTo(conditions.limits(), conditions.isEnabled());
      renew();
    } else if (turn.hasRoom()) {
      turn.laneRead(parts.lanes().find(id), now());
    }
    if (clock.mustEnd()) {
      turn.end();
    }
  }

  /// Renews the lease while attempts end after a fault: counting lines takes longer than a lease.
  /// Another fault changes nothing, because no request outlasts the lease.
  private void keepLease() {
    if (clock.beginRenewal()) {
      try {
        renew();
      } catch (RuntimeException fault) {
        inputs.log().warn("lease.not-renewed", fault, "configurationId", id);
      }
    }
  }

  private void renew() {
    Optional<Lane> renewed = parts.lanes().renew(turn.state(), holder, now().plus(LaneWork.LEASE));
    renewed.ifPresentOrElse(
        lane -> {
          turn.laneRead(lane, now());
          conditions.renewed(lane.leasedUntil().orElseThrow());
        },
        turn::end);
  }

  /// Releases the lane, unless another process has marked it meanwhile.
  private boolean tryRelease(TurnStep.Done done) {
    Optional<Lane> woken = parts.lanes().release(done.lane(), holder, done.wakeAt());
    if (woken.isPresent()) {
      turn.laneRead(woken.get(), now());
      return false;
    }
    done.message().ifPresent(message -> send(message, done.wakeAt().orElseThrow()));
    return true;
  }

  private void send(DueWork.OfLane message, Instant at) {
    Duration wait = Duration.between(now(), at);
    parts.workMessages().send(message, wait.isNegative() ? Duration.ZERO : wait);
  }

  private Instant now() {
    return inputs.now();
  }
}
