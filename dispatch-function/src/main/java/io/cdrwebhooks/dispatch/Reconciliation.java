package io.cdrwebhooks.dispatch;

import io.cdrwebhooks.delivery.TimeRange;
import io.cdrwebhooks.log.EventLog;
import io.cdrwebhooks.log.Metric;
import io.cdrwebhooks.log.Metrics;
import io.cdrwebhooks.work.BulkJob;
import io.cdrwebhooks.work.BulkJobId;
import io.cdrwebhooks.work.BulkJobs;
import io.cdrwebhooks.work.DueAttempts;
import io.cdrwebhooks.work.DueWork;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/// Begins the hourly reconciliation: a job that searches the bucket for reports whose event was
/// lost.
final class Reconciliation {
  /// Long enough to make up for a day without reconciliations.
  private static final Duration LOOKS_BACK = Duration.ofHours(24);

  private final BulkJobs jobs;
  private final DueAttempts dueAttempts;
  private final Pace pace;
  private final InstantSource clock;
  private final EventLog log;
  private final Metrics metrics;

  Reconciliation(BulkJobs jobs, DueAttempts dueAttempts, Pace pace, RuntimeInputs inputs) {
    this.jobs = jobs;
    this.dueAttempts = dueAttempts;
    this.pace = pace;
    this.clock = inputs.clock();
    this.log = inputs.log();
    this.metrics = inputs.metrics();
  }

  /// Begins one job for each hour and bucket, however often the schedule asks.
  void begin(String bucket) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    long time = now.toEpochMilli() / pace.reconcileEvery().toMillis();
    UUID id =
        UUID.nameUUIDFromBytes(
            ("reconcile " + bucket + " " + time).getBytes(StandardCharsets.UTF_8));
    TimeRange range = new TimeRange(now.minus(LOOKS_BACK), now.minus(pace.eventsTake()));
    BulkJob job = BulkJob.create(BulkJobId.of(id), new BulkJob.Task.Reconcile(bucket, range), now);
    if (jobs.create(job)) {
      dueAttempts.send(new DueWork.OfJob(job.id()), Duration.ZERO);
      metrics.count(Metric.RECONCILIATIONS_BEGUN);
      log.info("reconciliation.begun", "jobId", job.id());
    }
  }
}
