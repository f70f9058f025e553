package io.cdrwebhooks.dispatch;

import io.cdrwebhooks.delivery.BulkJob;
import io.cdrwebhooks.delivery.BulkJob.Position;
import io.cdrwebhooks.delivery.BulkJobId;
import io.cdrwebhooks.delivery.BulkJobs;
import io.cdrwebhooks.delivery.DeliveryId;
import io.cdrwebhooks.delivery.DueAttempts;
import io.cdrwebhooks.delivery.DueWork;
import io.cdrwebhooks.link.DownloadLinks;
import io.cdrwebhooks.log.EventLog;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/// A job over many deliveries is due: take its next step, store how far it has come, and have the
/// following one taken.
///
/// Two that take the same step do the same things, each of which can be done twice; one of them
/// stores the position.
final class BulkWork {
  /// A message that is early by less is not worth sending again.
  private static final Duration CLOCKS_APART = Duration.ofSeconds(2);

  private final BulkJobs jobs;
  private final DownloadLinks links;
  private final StandingSteps standing;
  private final EndSteps end;
  private final ReconcileSteps reconcile;
  private final DueAttempts dueAttempts;
  private final InstantSource clock;
  private final EventLog log;

  BulkWork(
      Dispatch.Stores stores,
      ReportArrival arrival,
      DueAttempts dueAttempts,
      Surroundings surroundings) {
    this.jobs = stores.jobs();
    this.links = stores.links();
    this.standing = new StandingSteps(stores, dueAttempts, surroundings);
    this.end = new EndSteps(stores, surroundings);
    this.reconcile = new ReconcileSteps(stores, arrival, surroundings);
    this.dueAttempts = dueAttempts;
    this.clock = surroundings.clock();
    this.log = surroundings.log();
  }

  /// A step that was taken: where the next one begins, and after what pause; empty after the last.
  record Taken(Position reached, Optional<Duration> pause) {
    static Taken last(Position reached) {
      return new Taken(reached, Optional.empty());
    }
  }

  void take(BulkJobId id) {
    Optional<BulkJob> found = jobs.find(id);
    if (found.isEmpty()) {
      log.warn("job.unknown", "jobId", id);
      return;
    }
    BulkJob job = found.get();
    Instant latest = now().plus(CLOCKS_APART);
    if (job.dueAt().filter(at -> !at.isAfter(latest)).isEmpty()) {
      return;
    }
    Taken taken =
        switch (job.task()) {
          case BulkJob.Task.Recover recover -> standing.recover(recover, job.position());
          case BulkJob.Task.Release release -> standing.release(release, job.position());
          case BulkJob.Task.End ending -> end.step(ending, job.position());
          case BulkJob.Task.Reconcile bucket -> reconcile.step(bucket, job.position());
          case BulkJob.Task.Revoke(DeliveryId delivery, var _) ->
              Taken.last(job.position().nextLane(1, links.revoke(delivery, now())));
        };
    store(job, taken);
  }

  private void store(BulkJob job, Taken taken) {
    BulkJob after = job.after(taken.reached(), taken.pause().map(wait -> now().plus(wait)));
    if (!jobs.advance(job, after)) {
      return;
    }
    log.info(
        after.finished() ? "job.finished" : "job.step-taken",
        "jobId",
        job.id(),
        "step",
        after.position().step(),
        "seen",
        after.position().seen(),
        "changed",
        after.position().changed());
    taken.pause().ifPresent(wait -> dueAttempts.send(new DueWork.OfJob(job.id()), wait));
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }
}
