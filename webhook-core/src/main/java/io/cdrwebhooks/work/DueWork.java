package io.cdrwebhooks.work;

import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.delivery.DeliveryId;
import io.cdrwebhooks.report.TaskId;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/// Work that is due: a lane, a delivery that has ended, a job, the digest of a configuration, or
/// the watch over a task.
public sealed interface DueWork {
  /// The waiting deliveries of a configuration's lane. `first` is a delivery that was just recorded
  /// or that a person wants sent; empty if the message names none. `asked` says that a person wants
  /// an attempt even if the receiver fails. `hops` counts the lane's own messages that led to this
  /// one. `uncounted` is the beginning of the hour in which `first` was recorded, if the worker of
  /// this message must count it. `task` is that of `first`, so that its worker reads it at once; an
  /// earlier version names none. `expectedAt` is the time at which the sender expects the message
  /// to arrive, by its own clock; the queue sets it.
  record OfLane(
      ConfigurationId configuration,
      Optional<DeliveryId> first,
      boolean asked,
      int hops,
      Optional<Instant> uncounted,
      Optional<TaskId> task,
      Optional<Instant> expectedAt)
      implements DueWork {
    /// Creates work that names no delivery.
    public OfLane(ConfigurationId configuration) {
      this(configuration, Optional.empty(), false, 0);
    }

    /// Creates the work for a delivery.
    public OfLane(ConfigurationId configuration, DeliveryId recorded) {
      this(configuration, Optional.of(recorded), false, 0);
    }

    private OfLane(
        ConfigurationId configuration, Optional<DeliveryId> first, boolean asked, int hops) {
      this(configuration, first, asked, hops, Optional.empty(), Optional.empty(), Optional.empty());
    }

    /// Returns the message of the lane's last holder: the wake-up of the lane itself.
    public static OfLane ownMessage(
        ConfigurationId configuration, Optional<DeliveryId> first, int hops) {
      return new OfLane(configuration, first, false, hops);
    }

    /// Returns the work for a delivery that was just recorded.
    public static OfLane arrived(ConfigurationId configuration, Delivery recorded) {
      return arrived(configuration, recorded, Optional.empty());
    }

    /// Returns the work for a new delivery, which the worker counts together with its attempt: so
    /// both cost one addition. Tests are not counted.
    public static OfLane toCount(ConfigurationId configuration, Delivery recorded) {
      return arrived(
          configuration,
          recorded,
          Optional.of(recorded.createdAt().truncatedTo(ChronoUnit.HOURS))
              .filter(_ -> !recorded.isTest()));
    }

    private static OfLane arrived(
        ConfigurationId configuration, Delivery recorded, Optional<Instant> uncounted) {
      return new OfLane(
          configuration,
          Optional.of(recorded.id()),
          false,
          0,
          uncounted,
          Optional.of(recorded.taskId()),
          Optional.empty());
    }

    /// Returns a copy in a message that is expected at `time`.
    public OfLane withExpectedAt(Instant time) {
      return new OfLane(configuration, first, asked, hops, uncounted, task, Optional.of(time));
    }

    /// Returns the work of a lane whose receiver a person wants probed now.
    public static OfLane askedFor(ConfigurationId configuration) {
      return new OfLane(configuration, Optional.empty(), true, 0);
    }

    /// Returns the work for a delivery that a person wants sent now.
    public static OfLane askedFor(ConfigurationId configuration, DeliveryId delivery) {
      return new OfLane(configuration, Optional.of(delivery), true, 0);
    }

    /// Returns whether this is the message of the lane's last holder.
    public boolean isLanesOwn() {
      return hops > 0;
    }

    /// Returns whether an arriving report, which has just made the lane due, sent this message.
    public boolean isOfArrival() {
      return first.isPresent() && !mustBeStored();
    }

    /// Returns whether the lane must store this message even if it was just marked. A person's
    /// request must be stored, and so must the arrival of the lane's own message, because other
    /// deliveries rely on it.
    public boolean mustBeStored() {
      return asked || isLanesOwn();
    }
  }

  record OfDelivery(DeliveryId id) implements DueWork {}

  record OfJob(BulkJobId id) implements DueWork {}

  record OfDigest(ConfigurationId configuration) implements DueWork {}

  record OfWatch(TaskId task) implements DueWork {}
}
