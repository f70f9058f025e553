package io.cdrwebhooks.delivery;

import io.cdrwebhooks.configuration.ConfigurationId;
import java.util.Optional;

/// Something that is to be looked at by now: a lane, a delivery that has ended, or a job.
public sealed interface DueWork {
  /// Deliveries wait in a configuration's lane. `first` is one that was just recorded or that
  /// somebody asks for, empty if none is known. `asked` says that a person wants the receiver tried
  /// even if it fails. `hops` counts the lane's messages that led to this one.
  record OfLane(ConfigurationId configuration, Optional<DeliveryId> first, boolean asked, int hops)
      implements DueWork {
    /// The lane's own wake-up, as a schedule sends it.
    public OfLane(ConfigurationId configuration) {
      this(configuration, Optional.empty(), false, 0);
    }

    /// This delivery was just recorded.
    public OfLane(ConfigurationId configuration, DeliveryId recorded) {
      this(configuration, Optional.of(recorded), false, 0);
    }

    /// A person wants this delivery sent.
    public static OfLane asked(ConfigurationId configuration, DeliveryId delivery) {
      return new OfLane(configuration, Optional.of(delivery), true, 0);
    }
  }

  record OfDelivery(DeliveryId id) implements DueWork {}

  record OfJob(BulkJobId id) implements DueWork {}
}
