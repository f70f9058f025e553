package io.cdrwebhooks.delivery;

/// Something that is to be looked at by now: a delivery, or a job over many of them.
public sealed interface DueWork {
  record OfDelivery(DeliveryId id) implements DueWork {}

  record OfJob(BulkJobId id) implements DueWork {}
}
