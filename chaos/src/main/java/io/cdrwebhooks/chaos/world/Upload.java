package io.cdrwebhooks.chaos.world;

import io.cdrwebhooks.delivery.DeliveryId;

/// A report in the bucket, its delivery, and the fate of its event.
public record Upload(PlannedReport report, DeliveryId id, long sizeBytes, Event event) {
  public enum Event {
    SENT,
    SENT_TWICE,
    HELD_BACK,
    LOST
  }

  public Recipient recipient() {
    return report.recipient();
  }
}
