package io.cdrwebhooks.dispatch.jobs;

import io.cdrwebhooks.delivery.DeliveryId;
import io.cdrwebhooks.dispatch.arrival.MissedReports;
import io.cdrwebhooks.dispatch.inputs.DispatchServices;
import io.cdrwebhooks.dispatch.inputs.DispatchStores;
import io.cdrwebhooks.dispatch.inputs.Pace;
import io.cdrwebhooks.dispatch.inputs.RuntimeInputs;
import io.cdrwebhooks.dispatch.receivernotice.NoticeSteps;
import io.cdrwebhooks.dispatch.receivernotice.ReceiverNotices;
import io.cdrwebhooks.json.Json;
import io.cdrwebhooks.lane.Lanes;
import io.cdrwebhooks.time.Instants;
import io.cdrwebhooks.work.BulkJob;
import io.cdrwebhooks.work.BulkJob.Position;
import io.cdrwebhooks.work.BulkJobId;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Takes the steps of a job over many deliveries, and stores the job's position after each.
///
/// If a job needs more than one invocation, the sweep continues it. A job sends no message to its
/// own queue: after some 16 hops, Lambda stops a function that sends to the queue that invoked it.
/// There is one exception: the job of a notice that a step creates gets a message; it sends none
/// itself. While an invocation takes steps, the job is due at the end of that invocation.
///
/// Second events and digests wait in the same queue. Therefore a job ends its turn early if other
/// messages wait.
///
/// If two workers take the same step, both do the same idempotent things. One of them stores the
/// position, and the other stops.
public record BulkWork(
    DispatchStores stores,
    DispatchServices services,
    Pace pace,
    MissedReports missed,
    RuntimeInputs inputs) {
  /// The part of an invocation that is reserved for the last step.
  private static final Duration LAST_STEP = Duration.ofSeconds(20);

  /// The time after which a turn ends if other messages wait.
  private static final Duration MIN_TURN = Duration.ofSeconds(10);

  private static final Duration BETWEEN_QUEUE_CHECKS = Duration.ofSeconds(1);

  /// The rest of a job after a turn that ended early. It is longer than the minute between two
  /// sweeps, so a sweep sends the message for the next turn in time.
  private static final Duration PAUSE_AFTER_TURN = Duration.ofSeconds(75);

  /// Takes steps of a job, none of them shortly before `end`. It waits during a pause only if the
  /// next step can begin in time and no other messages wait.
  public void handle(BulkJobId id, Instant end) throws InterruptedException {
    Instant deadline = end.minus(LAST_STEP);
    Optional<BulkJob> due = due(id, end);
    if (due.isEmpty()) {
      return;
    }
    BulkJob job = due.get();
    Turn turn = new Turn(end);
    Duration pause = Duration.ZERO;
    while (inputs.now().plus(pause).isBefore(deadline)) {
      inputs.threads().sleep(pause);
      StepResult taken = step(job, deadline);
      boolean yields = turn.mustYield(job, taken);
      BulkJob after = job.after(taken.reached(), taken.pause().map(wait -> turn.due(wait, yields)));
      if (!stores.jobs().advance(job, after)) {
        return;
      }
      logStep(after);
      if (yields || after.finished()) {
        return;
      }
      job = after;
      pause = taken.pause().orElseThrow();
    }
  }

  private Optional<BulkJob> due(BulkJobId id, Instant end) {
    Optional<BulkJob> found = stores.jobs().find(id);
    if (found.isEmpty()) {
      inputs.log().warn("job.unknown", "jobId", id);
    }
    Instant latest = inputs.now().plus(Lanes.CLOCKS_APART);
    return found
        .filter(job -> job.dueAt().filter(at -> !at.isAfter(latest)).isPresent())
        .flatMap(job -> begun(job, end));
  }

  /// Makes a notice due at the end of this invocation before its first step, so that a repeated
  /// message does not send a second request meanwhile. Other jobs may repeat their steps. Returns
  /// empty if another worker has begun the notice.
  private Optional<BulkJob> begun(BulkJob job, Instant end) {
    if (!(job.task() instanceof BulkJob.Task.Notify)) {
      return Optional.of(job);
    }
    BulkJob begun = job.after(job.position().again(0, 0), Optional.of(end));
    return stores.jobs().advance(job, begun) ? Optional.of(begun) : Optional.empty();
  }

  /// The steps of one invocation, which must be over at `end`.
  private final class Turn {
    private final Instant end;
    private Instant asksFrom = inputs.now().plus(MIN_TURN);

    Turn(Instant end) {
      this.end = end;
    }

    /// Returns whether the turn must end because other messages wait. It asks the queue at most
    /// once a second, and before a long pause. A reconciliation keeps its turn: only one runs at a
    /// time, and it needs hours for the whole bucket.
    boolean mustYield(BulkJob job, StepResult taken) {
      if (job.task() instanceof BulkJob.Task.Reconcile || taken.pause().isEmpty()) {
        return false;
      }
      Instant next = inputs.now().plus(taken.pause().get());
      if (next.isBefore(asksFrom)) {
        return false;
      }
      asksFrom = inputs.now().plus(BETWEEN_QUEUE_CHECKS);
      return services.workMessages().backgroundWaiting() >= taken.yieldsTo();
    }

    /// Returns when the sweep continues the job: after the pause, and not before the end of this
    /// invocation. If the turn ends early, it continues the job after a rest.
    Instant due(Duration pause, boolean yields) {
      return Instants.later(
          inputs.now().plus(pause), yields ? inputs.now().plus(PAUSE_AFTER_TURN) : end);
    }
  }

  private StepResult step(BulkJob job, Instant deadline) throws InterruptedException {
    Position position = job.position();
    RestartSteps restart = new RestartSteps(stores, services.workMessages(), inputs);
    EndSteps end = new EndSteps(stores, pace.schedule(), inputs);
    return switch (job.task()) {
      case BulkJob.Task.Recover recover -> restart.recover(recover, position);
      case BulkJob.Task.Release release -> restart.release(release, position);
      case BulkJob.Task.End ending -> end.step(ending, position);
      case BulkJob.Task.Reconcile bucket ->
          new ReconcileSteps(stores, missed, inputs).step(bucket, position, deadline);
      case BulkJob.Task.MakeStatements making ->
          new StatementSteps(
                  stores, new ReceiverNotices(stores, services.workMessages(), inputs), inputs)
              .step(making, position);
      case BulkJob.Task.Notify notice -> notified(job, notice, deadline);
      case BulkJob.Task.RevokeAll all -> end.revoke(all, position);
      case BulkJob.Task.Revoke(DeliveryId delivery, var _) ->
          StepResult.last(position.nextPartition(1, stores.links().revoke(delivery, inputs.now())));
    };
  }

  /// Sends a notice. A long pause ends the turn, so that other messages do not wait for this
  /// receiver or its lane.
  private StepResult notified(BulkJob job, BulkJob.Task.Notify notice, Instant deadline)
      throws InterruptedException {
    NoticeSteps.Result taken =
        new NoticeSteps(stores, services, pace, inputs).step(job, notice, deadline);
    return new StepResult(job.position().again(taken.requests(), 0), taken.pause(), 0);
  }

  private void logStep(BulkJob after) {
    inputs
        .log()
        .info(
            after.finished() ? "job.finished" : "job.step-taken",
            Json.object(
                "jobId", after.id(),
                "step", after.position().step(),
                "seen", after.position().seen(),
                "changed", after.position().changed()));
  }
}
