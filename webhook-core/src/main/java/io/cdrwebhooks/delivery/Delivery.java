package io.cdrwebhooks.delivery;

import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.report.Inspection;
import io.cdrwebhooks.report.ReportVersion;
import io.cdrwebhooks.report.TaskId;
import java.time.Instant;
import java.util.Optional;

/// One report for one configuration, with the progress of its delivery.
///
/// `configurationId` is empty exactly while the delivery is [DeliveryStatus#UNROUTED]. `inspection`
/// is empty until the report was inspected. `uploadedAt` is when the report's upload was complete;
/// it and `createdAt` are in whole milliseconds.
public record Delivery(
    DeliveryId id,
    TaskId taskId,
    Optional<ConfigurationId> configurationId,
    ReportVersion report,
    Instant uploadedAt,
    long sizeBytes,
    Optional<Inspection> inspection,
    Instant createdAt,
    DeliveryProgress progress) {
  public Delivery {
    if (sizeBytes < 0) {
      throw new IllegalArgumentException("size must not be negative: " + sizeBytes);
    }
    boolean unrouted = progress.status() == DeliveryStatus.UNROUTED;
    if (unrouted != configurationId.isEmpty()) {
      throw new IllegalArgumentException(
          "a delivery must have a configuration unless it is UNROUTED: " + id);
    }
  }

  /// Creates the delivery of a report that was uploaded at the same time.
  public Delivery(
      DeliveryId id,
      TaskId taskId,
      Optional<ConfigurationId> configurationId,
      ReportVersion report,
      long sizeBytes,
      Optional<Inspection> inspection,
      Instant createdAt,
      DeliveryProgress progress) {
    this(
        id, taskId, configurationId, report, createdAt, sizeBytes, inspection, createdAt, progress);
  }

  public DeliveryStatus status() {
    return progress.status();
  }

  /// Returns whether this delivery tests a configuration, with a sample instead of a report.
  public boolean isTest() {
    return report.key().sample();
  }

  /// Returns the same delivery with the result of its inspection.
  public Delivery inspected(Inspection found) {
    return new Delivery(
        id,
        taskId,
        configurationId,
        report,
        uploadedAt,
        sizeBytes,
        Optional.of(found),
        createdAt,
        progress);
  }

  /// Returns when the current round began.
  public Instant roundBeganAt() {
    return progress.roundBeganAt().orElse(createdAt);
  }
}
