package io.cdrwebhooks.chaos.world;

import io.cdrwebhooks.delivery.DeliveryId;
import java.time.Instant;

/// A report that lies in the bucket: the delivery that must come of it, and what became of its
/// notification.
public record Upload(
    Report report, DeliveryId id, long sizeBytes, Instant notifiedAt, Notification notification) {
  /// What happened to the event.
  public enum Notification {
    SENT,
    SENT_TWICE,
    HELD_BACK,
    LOST
  }

  public Recipient recipient() {
    return report.recipient();
  }
}
