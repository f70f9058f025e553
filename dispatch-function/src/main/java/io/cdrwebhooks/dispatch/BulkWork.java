package io.cdrwebhooks.dispatch;

import io.cdrwebhooks.delivery.DeliveryId;
import io.cdrwebhooks.lane.Lanes;
import io.cdrwebhooks.link.DownloadLinks;
import io.cdrwebhooks.log.EventLog;
import io.cdrwebhooks.work.BulkJob;
import io.cdrwebhooks.work.BulkJob.Position;
import io.cdrwebhooks.work.BulkJobId;
import io.cdrwebhooks.work.BulkJobs;
import io.cdrwebhooks.work.DueAttempts;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Takes the steps of a job over many deliveries, and stores the job's position after each.
///
/// If a job needs more than one invocation, the sweep continues it. A job sends no message to its
/// queue, because after some 16 hops Lambda stops a function that sends to the queue which invoked
/// it. While an invocation takes steps, the job is due at the end of that invocation.
///
/// If two workers take the same step, both do the same idempotent things. One of them stores the
/// position, and the other stops.
final class BulkWork {
  /// The part of an invocation that is reserved for the last step.
  private static final Duration LAST_STEP = Duration.ofSeconds(20);

  private final BulkJobs jobs;
  private final DownloadLinks links;
  private final RestartSteps restart;
  private final EndSteps end;
  private final ReconcileSteps reconcile;
  private final RuntimeInputs inputs;
  private final EventLog log;

  BulkWork(
      Dispatch.Stores stores,
      ReportArrival arrival,
      DueAttempts dueAttempts,
      RuntimeInputs inputs) {
    this.jobs = stores.jobs();
    this.links = stores.links();
    this.restart = new RestartSteps(stores, dueAttempts, inputs);
    this.end = new EndSteps(stores, inputs);
    this.reconcile = new ReconcileSteps(stores, arrival, inputs);
    this.inputs = inputs;
    this.log = inputs.log();
  }

  /// The result of a step: the position of the next step and the pause before it. After the last
  /// step there is no pause.
  record StepResult(Position reached, Optional<Duration> pause) {
    static StepResult last(Position reached) {
      return new StepResult(reached, Optional.empty());
    }

    static StepResult withoutPause(Position reached) {
      return new StepResult(reached, Optional.of(Duration.ZERO));
    }
  }

  /// Takes steps of a job, none of them shortly before `end`. It waits for a pause only if the next
  /// step can begin in time.
  void handle(BulkJobId id, Instant end) throws InterruptedException {
    Instant deadline = end.minus(LAST_STEP);
    Optional<BulkJob> found = jobs.find(id);
    if (found.isEmpty()) {
      log.warn("job.unknown", "jobId", id);
      return;
    }
    BulkJob job = found.get();
    Instant latest = inputs.now().plus(Lanes.CLOCKS_APART);
    if (job.dueAt().filter(at -> !at.isAfter(latest)).isEmpty()) {
      return;
    }
    Duration pause = Duration.ZERO;
    while (inputs.now().plus(pause).isBefore(deadline)) {
      inputs.threads().sleep(pause);
      StepResult taken = step(job, deadline);
      BulkJob after = job.after(taken.reached(), taken.pause().map(wait -> due(wait, end)));
      if (!jobs.advance(job, after)) {
        return;
      }
      logStep(after);
      if (after.finished()) {
        return;
      }
      job = after;
      pause = taken.pause().orElseThrow();
    }
  }

  private StepResult step(BulkJob job, Instant deadline) throws InterruptedException {
    return switch (job.task()) {
      case BulkJob.Task.Recover recover -> restart.recover(recover, job.position());
      case BulkJob.Task.Release release -> restart.release(release, job.position());
      case BulkJob.Task.End ending -> end.step(ending, job.position());
      case BulkJob.Task.Reconcile bucket -> reconcile.step(bucket, job.position(), deadline);
      case BulkJob.Task.Revoke(DeliveryId delivery, var _) ->
          StepResult.last(job.position().nextPartition(1, links.revoke(delivery, inputs.now())));
    };
  }

  /// Returns when the sweep continues the job: after the pause, and not before the end of this
  /// invocation.
  private Instant due(Duration pause, Instant end) {
    Instant paused = inputs.now().plus(pause);
    return paused.isAfter(end) ? paused : end;
  }

  private void logStep(BulkJob after) {
    log.info(
        after.finished() ? "job.finished" : "job.step-taken",
        "jobId",
        after.id(),
        "step",
        after.position().step(),
        "seen",
        after.position().seen(),
        "changed",
        after.position().changed());
  }
}
