package io.cdrwebhooks.delivery;

import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.report.Inspection;
import io.cdrwebhooks.report.ReportVersion;
import io.cdrwebhooks.report.TaskId;
import java.time.Instant;
import java.util.Optional;

/// One report for one configuration: the record that owns its way to the receiver.
///
/// `configurationId` is empty exactly while the delivery is [DeliveryStatus#UNROUTED]. `inspection`
/// is empty until the report was looked into. `createdAt` is in whole milliseconds.
public record Delivery(
    DeliveryId id,
    TaskId taskId,
    Optional<ConfigurationId> configurationId,
    ReportVersion report,
    long sizeBytes,
    Optional<Inspection> inspection,
    Instant createdAt,
    DeliveryProgress progress) {
  public Delivery {
    if (sizeBytes < 0) {
      throw new IllegalArgumentException("a size is not negative: " + sizeBytes);
    }
    boolean unrouted = progress.status() == DeliveryStatus.UNROUTED;
    if (unrouted != configurationId.isEmpty()) {
      throw new IllegalArgumentException("a delivery has a configuration unless it is UNROUTED");
    }
  }

  public DeliveryStatus status() {
    return progress.status();
  }

  /// Whether it only tries out its configuration, with a sample instead of a report.
  public boolean isTest() {
    return report.key().sample();
  }

  /// The same delivery with what was found out about its report.
  public Delivery inspected(Inspection found) {
    return new Delivery(
        id, taskId, configurationId, report, sizeBytes, Optional.of(found), createdAt, progress);
  }

  /// When its present round began.
  public Instant roundBeganAt() {
    return progress.roundBeganAt().orElse(createdAt);
  }
}
