package io.cdrwebhooks.dispatch.jobs;

import io.cdrwebhooks.delivery.TimeRange;
import io.cdrwebhooks.dispatch.inputs.Pace;
import io.cdrwebhooks.dispatch.inputs.RuntimeInputs;
import io.cdrwebhooks.log.Metric;
import io.cdrwebhooks.work.BulkJob;
import io.cdrwebhooks.work.BulkJobId;
import io.cdrwebhooks.work.BulkJobs;
import io.cdrwebhooks.work.DueWork;
import io.cdrwebhooks.work.WorkMessages;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/// Begins the daily reconciliation: a job that searches the bucket for reports whose two events
/// were lost. For a large bucket the job takes hours. The next one begins only after it has
/// finished.
public record Reconciliation(
    BulkJobs jobs, WorkMessages workMessages, Pace pace, RuntimeInputs inputs) {
  /// The longest time that a reconciliation should take. A slower one does not keep up with the
  /// bucket, so operators get an alarm.
  private static final Duration MAX_DURATION = Duration.ofHours(24);

  /// The number of past days in which to look for the last reconciliation.
  private static final int MAX_DAYS = 14;

  /// Begins one job for each day and bucket, however often the schedule asks, unless the last one
  /// is still running.
  public void begin(String bucket) {
    Instant now = inputs.now();
    long day = now.toEpochMilli() / pace.reconcileEvery().toMillis();
    Optional<BulkJob> last = last(bucket, day);
    if (last.filter(job -> !job.finished()).isPresent()) {
      if (last.get().createdAt().plus(MAX_DURATION).isAfter(now)) {
        inputs.metrics().count(Metric.RECONCILIATIONS_BEGUN);
      }
      inputs.log().info("reconciliation.still-running", "jobId", last.get().id());
      return;
    }
    TimeRange range = new TimeRange(from(last, now), now.minus(pace.eventsTake()));
    BulkJob job = BulkJob.create(id(bucket, day), new BulkJob.Task.Reconcile(bucket, range), now);
    if (jobs.create(job)) {
      workMessages.send(new DueWork.OfJob(job.id()), Duration.ZERO);
      inputs.metrics().count(Metric.RECONCILIATIONS_BEGUN);
      inputs.log().info("reconciliation.begun", "jobId", job.id());
    }
  }

  /// Finds the latest job of this day or an earlier one.
  private Optional<BulkJob> last(String bucket, long day) {
    for (long each = day; each > day - MAX_DAYS; each--) {
      Optional<BulkJob> found = jobs.find(id(bucket, each));
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  private static BulkJobId id(String bucket, long day) {
    return BulkJobId.of(
        UUID.nameUUIDFromBytes(
            ("reconcile " + bucket + " " + day).getBytes(StandardCharsets.UTF_8)));
  }

  /// Returns the start of the range: before the end of the last job's range, because that job
  /// missed reports that arrived while it ran.
  private static Instant from(Optional<BulkJob> last, Instant now) {
    return last.map(BulkJob::task)
        .filter(BulkJob.Task.Reconcile.class::isInstance)
        .map(task -> ((BulkJob.Task.Reconcile) task).range().to())
        .orElse(now)
        .minus(BulkJob.Task.Reconcile.OVERLAP);
  }
}
