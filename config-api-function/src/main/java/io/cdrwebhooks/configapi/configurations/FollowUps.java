package io.cdrwebhooks.configapi.configurations;

import io.cdrwebhooks.configapi.inputs.ApiInputs;
import io.cdrwebhooks.configapi.inputs.Reminders;
import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.delivery.Delivery;
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

/// Follows up a change of a configuration: creates a job for its deliveries, or has its receiver
/// tried.
///
/// A change and its job are two records, and the function can die between them. So the job is
/// stored first. Stored after the change, the job could be missing forever. Without its change, the
/// job finds the configuration unchanged and does nothing that lasts.
///
/// The job is not due until the change is made, since an earlier sweep would finish it too soon. It
/// becomes due at once when the change is known to be made. Otherwise it becomes due when this
/// function can no longer be running.
public record FollowUps(BulkJobs jobs, Reminders reminders, ApiInputs inputs) {
  /// The longest time that the deployment lets one request take.
  private static final Duration MAX_REQUEST = Duration.ofSeconds(10);

  /// A job takes a few steps in a second.
  private static final int WAKING_TRIES = 5;

  /// Dispatch may go on for a moment with the configuration as it read it before the change.
  private static final Duration STILL_UNDER_WAY = Duration.ofMinutes(1);

  /// Stores the job of a change that is about to be made. The job covers all deliveries there are.
  BulkJob prepare(Function<TimeRange, BulkJob.Task> task) {
    Instant now = inputs.now();
    TimeRange range = new TimeRange(now.minus(Delivery.RETENTION), now.plus(STILL_UNDER_WAY));
    BulkJob job =
        new BulkJob(
            BulkJobId.of(inputs.ids().get()),
            task.apply(range),
            now,
            Position.START,
            Optional.of(now.plus(MAX_REQUEST)));
    if (!jobs.create(job)) {
      throw new IllegalStateException("new id must not be in use: " + job.id());
    }
    return job;
  }

  /// Makes the job due now if the change was made; otherwise finishes it.
  void decide(BulkJob prepared, boolean changed) {
    boolean moved = moved(prepared, changed ? Optional.of(inputs.now()) : Optional.empty());
    if (changed && moved) {
      reminders.send(new DueWork.OfJob(prepared.id()));
    }
  }

  /// Makes sure that the configuration has the job of its statements, before a change that turns
  /// receivers' requests on. It begins with the last day that is over. There is one for each
  /// configuration: one that exists is woken, since it may look only after a day, or have ended
  /// with a configuration that is back. It is due when this function can no longer be running.
  void makeStatements(ConfigurationId id) {
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

  /// Makes a job due at `dueAt`; returns false if it is due by then anyway. A worker that stores a
  /// step first may have read the configuration before the change, so the job is read again.
  private boolean woken(BulkJobId id, Instant dueAt) {
    for (int tries = 0; tries < WAKING_TRIES; tries++) {
      BulkJob job = jobs.find(id).orElseThrow();
      if (job.dueAt().filter(at -> !at.isAfter(dueAt)).isPresent()) {
        return false;
      }
      if (jobs.advance(job, job.after(job.position().again(0, 0), Optional.of(dueAt)))) {
        return true;
      }
    }
    throw new IllegalStateException("job must not change with every read: " + id);
  }

  /// Has the receiver tried at once after a change that may have fixed the cause of its failures.
  /// If the message is lost, the lane's next probe tries the receiver.
  void tryReceiver(ConfigurationId id) {
    reminders.send(LaneOperations.tryNow(id));
  }

  /// Ends the job's wait for the change; returns false if the store refuses or fails. A failure
  /// does not change the answer: the job becomes due later, and then sees whether the change was
  /// made.
  private boolean moved(BulkJob prepared, Optional<Instant> dueAt) {
    try {
      Position waited = new Position(prepared.position().step() + 1, 0, Optional.empty(), 0, 0);
      return jobs.advance(prepared, prepared.after(waited, dueAt));
    } catch (RuntimeException fault) {
      inputs.log().error("job.not-moved", fault, "job", prepared.id());
      return false;
    }
  }
}
