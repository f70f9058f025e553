package io.cdrwebhooks.configapi.configurations;

import io.cdrwebhooks.configapi.inputs.ApiInputs;
import io.cdrwebhooks.configapi.inputs.Reminders;
import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.configuration.WebhookConfiguration;
import io.cdrwebhooks.delivery.TimeRange;
import io.cdrwebhooks.statement.StatementDays;
import io.cdrwebhooks.work.BulkJob;
import io.cdrwebhooks.work.BulkJob.Position;
import io.cdrwebhooks.work.BulkJobId;
import io.cdrwebhooks.work.BulkJobs;
import io.cdrwebhooks.work.DueWork;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

/// Starts the work that follows a change of a configuration: a job for its deliveries, or an
/// attempt for its receiver.
///
/// A change and its job are two records, and the function can die between them. Therefore it stores
/// the job first: a job that follows its change could be missing forever. A job whose change was
/// not made finds the configuration unchanged, and has no lasting effect.
///
/// The job is not due before the change, because a sweep would finish it too soon. It becomes due
/// at once if the change was surely made, and otherwise when this function can no longer be
/// running.
public record FollowUps(BulkJobs jobs, Reminders reminders, ApiInputs inputs) {
  /// The longest time of one request in a deployment.
  private static final Duration MAX_REQUEST = Duration.ofSeconds(10);

  /// The most tries to wake a job whose worker stores steps meanwhile. A job takes only a few steps
  /// in a second.
  private static final int MAX_WAKE_TRIES = 5;

  /// For this time, dispatch may still use the configuration that it read before the change.
  private static final Duration MAX_IN_FLIGHT_TIME = Duration.ofMinutes(1);

  /// Stores the job for statements before a new configuration is stored that needs it.
  void prepareFor(WebhookConfiguration created) {
    if (created.terms().receiverRequests().enabled()) {
      makeStatements(created.id());
    }
  }

  /// Stores the jobs of a change that is about to be made. Returns the job that releases the held
  /// deliveries, if the change enables the configuration.
  Optional<BulkJob> prepareFor(WebhookConfiguration before, WebhookConfiguration after) {
    Optional<BulkJob> release =
        after.enabled() && !before.enabled()
            ? Optional.of(prepare(range -> new BulkJob.Task.Release(after.id(), range)))
            : Optional.empty();
    prepareFor(after);
    return release;
  }

  /// Stores the job of a change that is about to be made. The job covers all existing deliveries.
  BulkJob prepare(Function<TimeRange, BulkJob.Task> task) {
    Instant now = inputs.now();
    BulkJob job =
        new BulkJob(
            BulkJobId.of(inputs.ids().get()),
            task.apply(TimeRange.until(now.plus(MAX_IN_FLIGHT_TIME))),
            now,
            Position.START,
            Optional.of(now.plus(MAX_REQUEST)));
    jobs.createNew(job);
    return job;
  }

  /// Makes the job due now if the change was made; otherwise finishes it.
  void decide(BulkJob prepared, boolean changed) {
    boolean moved = moved(prepared, changed ? Optional.of(inputs.now()) : Optional.empty());
    if (changed && moved) {
      reminders.send(new DueWork.OfJob(prepared.id()));
    }
  }

  /// Ensures that the configuration has its job for statements, before a change that allows
  /// receivers' requests. Statements begin with the last finished day. There is one job for each
  /// configuration. An existing job is made due, since it may be due only after a day, or may have
  /// ended when a restored configuration was missing. It is due when this function can no longer be
  /// running.
  private void makeStatements(ConfigurationId id) {
    Instant now = inputs.now();
    Instant first = StatementDays.beginning(StatementDays.last(now));
    Instant dueAt = now.plus(MAX_REQUEST);
    BulkJob job =
        new BulkJob(
            BulkJobId.ofStatements(id),
            new BulkJob.Task.MakeStatements(id, new TimeRange(first, now)),
            now,
            Position.START,
            Optional.of(dueAt));
    if (jobs.create(job) || woken(job.id(), dueAt)) {
      reminders.send(new DueWork.OfJob(job.id()), MAX_REQUEST);
    }
  }

  /// Makes a job due at `dueAt`; returns false if it is due by then anyway. If a worker stores a
  /// step first, that worker may have read the configuration before the change, so the job is read
  /// again.
  private boolean woken(BulkJobId id, Instant dueAt) {
    for (int tries = 0; tries < MAX_WAKE_TRIES; tries++) {
      BulkJob job = jobs.find(id).orElseThrow();
      if (job.dueAt().filter(at -> !at.isAfter(dueAt)).isPresent()) {
        return false;
      }
      if (jobs.advance(job, job.after(job.position().again(0, 0), Optional.of(dueAt)))) {
        return true;
      }
    }
    throw new IllegalStateException("job changed during every try: " + id);
  }

  /// Lets dispatch try the receiver at once after a change that may have fixed the cause of its
  /// failures. If the message is lost, the lane's next probe tries the receiver.
  void tryReceiver(ConfigurationId id) {
    reminders.send(DueWork.OfLane.askedFor(id));
  }

  /// Ends the job's wait for the change; returns false if the store refuses or fails. A failure
  /// does not change the answer: the job becomes due later, and then checks whether the change was
  /// made.
  private boolean moved(BulkJob prepared, Optional<Instant> dueAt) {
    try {
      Position waited = new Position(prepared.position().step() + 1, 0, Optional.empty(), 0, 0);
      return jobs.advance(prepared, prepared.after(waited, dueAt));
    } catch (RuntimeException fault) {
      inputs.log().error("job.not-advanced", fault, "job", prepared.id());
      return false;
    }
  }
}
