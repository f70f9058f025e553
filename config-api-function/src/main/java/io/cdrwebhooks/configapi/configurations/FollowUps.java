package io.cdrwebhooks.configapi.configurations;

import io.cdrwebhooks.configapi.inputs.ApiInputs;
import io.cdrwebhooks.configapi.inputs.Reminders;
import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.delivery.TimeRange;
import io.cdrwebhooks.work.BulkJob;
import io.cdrwebhooks.work.BulkJob.Position;
import io.cdrwebhooks.work.BulkJobId;
import io.cdrwebhooks.work.BulkJobs;
import io.cdrwebhooks.work.DueWork;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

/// What a change of a configuration brings for its deliveries: a job, or a try of its receiver.
///
/// A change and its job are two records, and the function can die between them. So the job comes
/// first: stored after the change it could be missing for ever, while a job without its change
/// finds the configuration as it was and does nothing that lasts. Until the change is made the job
/// is not due: a sweep that came in between would finish it too early. It is due by itself when
/// this function cannot be running any more, and at once when the change is known to be made.
public record FollowUps(BulkJobs jobs, Reminders reminders, ApiInputs inputs) {
  /// How long deliveries are kept.
  private static final Duration HISTORY = Duration.ofDays(90);

  /// As long as the deployment lets one request take.
  private static final Duration LONGEST_REQUEST = Duration.ofSeconds(10);

  /// Dispatch may go on for a moment with the configuration as it read it before the change.
  private static final Duration STILL_UNDER_WAY = Duration.ofMinutes(1);

  /// ApiStores the job of a change that is about to be made, over all deliveries there are.
  BulkJob prepare(Function<TimeRange, BulkJob.Task> task) {
    Instant now = inputs.now();
    TimeRange range = new TimeRange(now.minus(HISTORY), now.plus(STILL_UNDER_WAY));
    BulkJob job =
        new BulkJob(
            BulkJobId.of(inputs.ids().get()),
            task.apply(range),
            now,
            Position.START,
            Optional.of(now.plus(LONGEST_REQUEST)));
    if (!jobs.create(job)) {
      throw new IllegalStateException("a new id was in use: " + job.id());
    }
    return job;
  }

  /// Once it is known whether the change was made: the job is due now, or there is nothing to do.
  void decide(BulkJob prepared, boolean changed) {
    boolean moved = moved(prepared, changed ? Optional.of(inputs.now()) : Optional.empty());
    if (changed && moved) {
      reminders.send(new DueWork.OfJob(prepared.id()));
    }
  }

  /// Has the receiver tried at once after a change that may have mended it. When the message is
  /// lost, the lane's next probe tries it.
  void tryReceiver(ConfigurationId id) {
    reminders.send(LaneOperations.tryNow(id));
  }

  /// Takes the step that waiting for the change was. A failure changes no answer: the job is due by
  /// itself later, and then sees what became of the change.
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
