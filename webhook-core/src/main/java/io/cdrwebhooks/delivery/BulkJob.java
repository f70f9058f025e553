package io.cdrwebhooks.delivery;

import io.cdrwebhooks.configuration.ConfigurationId;
import java.time.Instant;
import java.util.Optional;

/// Something done to many deliveries, page by page, each page a step that may be repeated.
///
/// The job's record holds its whole state: a worker stores the next position after each step. At
/// `dueAt` the sweep sends the job to a worker; empty once the job is finished. `createdAt` and
/// `dueAt` are whole milliseconds.
public record BulkJob(
    BulkJobId id, Task task, Instant createdAt, Position position, Optional<Instant> dueAt) {
  /// What a job is for.
  public sealed interface Task {
    /// Send what failed again, and what had no receiver and now has this one.
    record Recover(ConfigurationId configuration, TimeRange range) implements Task {}

    /// The configuration was enabled: go on with what was held.
    record Release(ConfigurationId configuration, TimeRange range) implements Task {}

    /// The configuration was deleted: end its deliveries and revoke its links.
    record End(ConfigurationId configuration, TimeRange range) implements Task {}

    /// Take up the reports that were uploaded in `range` and whose event was lost.
    record Reconcile(String bucket, TimeRange range) implements Task {}

    /// The links of one delivery were revoked: revoke those that were being issued at that moment.
    record Revoke(DeliveryId delivery, TimeRange range) implements Task {}

    TimeRange range();
  }

  /// How far it has come: `step` counts the steps taken, `lane` and `cursor` say where the next one
  /// begins, `seen` and `changed` what was looked at and acted on.
  public record Position(long step, int lane, Optional<String> cursor, long seen, long changed) {
    public static final Position START = new Position(0, 0, Optional.empty(), 0, 0);

    /// The next page of the same lane.
    public Position onward(String nextCursor, long seenNow, long changedNow) {
      return new Position(
          step + 1, lane, Optional.of(nextCursor), seen + seenNow, changed + changedNow);
    }

    /// The same page again, for what the step did not reach.
    public Position samePage(long changedNow) {
      return new Position(step + 1, lane, cursor, seen, changed + changedNow);
    }

    /// The beginning of the next lane.
    public Position nextLane(long seenNow, long changedNow) {
      return new Position(
          step + 1, lane + 1, Optional.empty(), seen + seenNow, changed + changedNow);
    }
  }

  /// A job whose first step is due at once.
  public static BulkJob create(BulkJobId id, Task task, Instant now) {
    return new BulkJob(id, task, now, Position.START, Optional.of(now));
  }

  public boolean finished() {
    return dueAt.isEmpty();
  }

  /// For stores: `before` is this job one step earlier.
  ///
  /// @throws IllegalArgumentException if it is not
  public void requireStepAfter(BulkJob before) {
    boolean same =
        id.equals(before.id) && task.equals(before.task) && createdAt.equals(before.createdAt);
    if (!same || position.step() != before.position.step() + 1) {
      throw new IllegalArgumentException("not the next step of " + before.id);
    }
  }

  /// The same job after a step; `next` is when the following one is due, empty after the last.
  public BulkJob after(Position reached, Optional<Instant> next) {
    return new BulkJob(id, task, createdAt, reached, next);
  }
}
