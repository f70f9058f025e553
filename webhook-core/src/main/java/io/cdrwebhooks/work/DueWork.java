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
  /// The waiting deliveries of a configuration's lane. `expectedAt` is the time at which the sender
  /// expects the message to arrive, by its own clock; the queue sets it.
  record OfLane(ConfigurationId configuration, LaneCause cause, Optional<Instant> expectedAt)
      implements DueWork {
    /// Creates work that is due and names no delivery.
    public OfLane(ConfigurationId configuration) {
      this(configuration, new LaneCause.Due());
    }

    /// Creates the work for a delivery that waits.
    public OfLane(ConfigurationId configuration, DeliveryId waiting) {
      this(configuration, new LaneCause.Waiting(waiting, Optional.empty(), Optional.empty()));
    }

    private OfLane(ConfigurationId configuration, LaneCause cause) {
      this(configuration, cause, Optional.empty());
    }

    /// Returns the message of the lane's last holder: the wake-up of the lane itself.
    public static OfLane ownMessage(
        ConfigurationId configuration, Optional<DeliveryId> first, int hops) {
      return new OfLane(configuration, new LaneCause.OwnMessage(first, hops));
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
          new LaneCause.Waiting(recorded.id(), Optional.of(recorded.taskId()), uncounted));
    }

    /// Returns a copy in a message that is expected at `time`.
    public OfLane withExpectedAt(Instant time) {
      return new OfLane(configuration, cause, Optional.of(time));
    }

    /// Returns the work of a lane whose receiver a person wants probed now.
    public static OfLane askedFor(ConfigurationId configuration) {
      return new OfLane(configuration, new LaneCause.Asked(Optional.empty()));
    }

    /// Returns the work for a delivery that a person wants sent now.
    public static OfLane askedFor(ConfigurationId configuration, DeliveryId delivery) {
      return new OfLane(configuration, new LaneCause.Asked(Optional.of(delivery)));
    }

    /// Returns the delivery to begin with; empty if the message names none.
    public Optional<DeliveryId> first() {
      return switch (cause) {
        case LaneCause.Waiting(DeliveryId delivery, var _, var _) -> Optional.of(delivery);
        case LaneCause.OwnMessage(Optional<DeliveryId> first, int _) -> first;
        case LaneCause.Asked(Optional<DeliveryId> delivery) -> delivery;
        case LaneCause.Due() -> Optional.empty();
      };
    }

    /// Returns how many of the lane's own messages in a row led to this one.
    public int hops() {
      return cause instanceof LaneCause.OwnMessage(var _, int hops) ? hops : 0;
    }

    /// Returns whether a person asked for this work, or the message is the lane's own. Both change
    /// the stored lane even if it was just marked: the lane keeps the person's request, and it
    /// records that its own message, on which other deliveries rely, has arrived.
    public boolean isAskedOrOwnMessage() {
      return switch (cause) {
        case LaneCause.Asked _, LaneCause.OwnMessage _ -> true;
        case LaneCause.Waiting _, LaneCause.Due _ -> false;
      };
    }
  }

  record OfDelivery(DeliveryId id) implements DueWork {}

  record OfJob(BulkJobId id) implements DueWork {}

  record OfDigest(ConfigurationId configuration) implements DueWork {}

  record OfWatch(TaskId task) implements DueWork {}
}
