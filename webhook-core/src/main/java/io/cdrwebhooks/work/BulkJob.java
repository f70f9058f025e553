package io.cdrwebhooks.work;

import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.delivery.DeliveryId;
import io.cdrwebhooks.delivery.TimeRange;
import io.cdrwebhooks.link.IssuedBefore;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// A job over many deliveries. It takes one page per step, and each step may be repeated.
///
/// The job's record has its whole state; a worker stores the next position after each step. At
/// `dueAt` the sweep sends a message for the job; `dueAt` is empty once the job is finished.
/// `stopped` says that a person has ended it before its last step. `createdAt` and `dueAt` are
/// whole milliseconds. Jobs are kept for [Delivery#RETENTION] after they were created, and as long
/// after they are due.
public record BulkJob(
    BulkJobId id,
    Task task,
    Instant createdAt,
    Position position,
    Optional<Instant> dueAt,
    boolean stopped) {
  public BulkJob {
    if (stopped && dueAt.isPresent()) {
      throw new IllegalArgumentException(
          "a stopped job must not be due: %s, %s".formatted(id, dueAt));
    }
  }

  /// Creates a job that was not stopped.
  public BulkJob(
      BulkJobId id, Task task, Instant createdAt, Position position, Optional<Instant> dueAt) {
    this(id, task, createdAt, position, dueAt, false);
  }

  /// The purpose of a job.
  public sealed interface Task {
    /// Sends the configuration's failed deliveries again, and the UNROUTED deliveries that belong
    /// to it ([RecoverySelection]).
    record Recover(ConfigurationId configuration, TimeRange range) implements Task {}

    /// Continues the held deliveries of a configuration that was enabled.
    record Release(ConfigurationId configuration, TimeRange range) implements Task {}

    /// Ends the deliveries of a deleted configuration and revokes their links.
    record End(ConfigurationId configuration, TimeRange range) implements Task {}

    /// Records the reports that were uploaded in `range` and whose events were lost.
    record Reconcile(String bucket, TimeRange range) implements Task {
      /// A reconciliation's range begins this long before the end of the previous one, for slow
      /// uploads.
      public static final Duration OVERLAP = Duration.ofHours(24);
    }

    /// Revokes the links of one delivery that were issued during the revocation of its links.
    record Revoke(DeliveryId delivery, TimeRange range) implements Task {}

    /// Revokes the links of a configuration that `links` selects.
    record RevokeAll(ConfigurationId configuration, IssuedBefore links, TimeRange range)
        implements Task {}

    /// Makes the daily statements of a configuration, beginning with the first day of the range.
    /// When the last finished day has its statement, the job is due again after the next day. It
    /// ends only when the configuration is deleted.
    record MakeStatements(ConfigurationId configuration, TimeRange range) implements Task {}

    /// Sends a notice to the receiver of a configuration until the receiver accepts it. `body` is
    /// the exact text of the notice. `seen` counts the requests.
    record Notify(ConfigurationId configuration, String body, TimeRange range) implements Task {}

    TimeRange range();
  }

  /// The progress of a job. `step` counts the steps taken. A job reads one partition after another:
  /// `partition` (from 0) and `cursor` say where the next step begins. `seen` and `changed` count
  /// the deliveries that were read and changed.
  public record Position(
      long step, int partition, Optional<String> cursor, long seen, long changed) {
    public static final Position START = new Position(0, 0, Optional.empty(), 0, 0);

    /// Moves to the next page of the same partition.
    public Position onward(String nextCursor, long seenNow, long changedNow) {
      return new Position(
          step + 1, partition, Optional.of(nextCursor), seen + seenNow, changed + changedNow);
    }

    /// Repeats the same page, for the deliveries that the step did not reach.
    public Position samePage(long changedNow) {
      return new Position(step + 1, partition, cursor, seen, changed + changedNow);
    }

    /// Stays at the beginning: the results of the step show where the next one continues.
    public Position again(long seenNow, long changedNow) {
      return new Position(step + 1, 0, Optional.empty(), seen + seenNow, changed + changedNow);
    }

    /// Moves to the beginning of the next partition.
    public Position nextPartition(long seenNow, long changedNow) {
      return new Position(
          step + 1, partition + 1, Optional.empty(), seen + seenNow, changed + changedNow);
    }
  }

  /// Creates a job whose first step is due at once.
  public static BulkJob create(BulkJobId id, Task task, Instant now) {
    return new BulkJob(id, task, now, Position.START, Optional.of(now));
  }

  public boolean finished() {
    return dueAt.isEmpty();
  }

  /// Checks that `before` is this job one step earlier. Stores call it.
  ///
  /// @throws IllegalArgumentException if it is not
  public void requireStepAfter(BulkJob before) {
    boolean same =
        id.equals(before.id) && task.equals(before.task) && createdAt.equals(before.createdAt);
    if (!same || position.step() != before.position.step() + 1) {
      throw new IllegalArgumentException(
          "job must be at the next step of %s: %s, step %d"
              .formatted(before.id, id, position.step()));
    }
  }

  /// Returns the job after a step; `next` is when the following step is due, empty after the last.
  public BulkJob after(Position reached, Optional<Instant> next) {
    return new BulkJob(id, task, createdAt, reached, next);
  }

  /// Returns the stopped job. The stop counts as a step, so a worker in the middle of a step cannot
  /// store its position, and ends.
  public BulkJob stop() {
    return new BulkJob(id, task, createdAt, position.samePage(0), Optional.empty(), true);
  }
}
