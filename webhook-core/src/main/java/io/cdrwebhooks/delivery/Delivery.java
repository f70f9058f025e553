package io.cdrwebhooks.delivery;

import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.report.Inspection;
import io.cdrwebhooks.report.ReportVersion;
import io.cdrwebhooks.report.TaskId;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// One report for one configuration, with the progress of its delivery.
///
/// `configurationId` is empty exactly while the delivery is [DeliveryStatus#UNROUTED]. `createdAt`
/// is in whole milliseconds. `sequence` is the report's number in its [NumberSeries], 0 if it has
/// none. `trace` has its copies, and the uses of its links.
public record Delivery(
    DeliveryId id,
    Optional<ConfigurationId> configurationId,
    Upload upload,
    Instant createdAt,
    DeliveryProgress progress,
    long sequence,
    Trace trace) {
  /// Deliveries, their attempts and related records are kept for this time.
  public static final Duration RETENTION = Duration.ofDays(90);

  /// The upload of the report. `uploadedAt` is when it was complete, in whole milliseconds.
  /// `inspection` is empty until the report was inspected.
  public record Upload(
      ReportVersion report, Instant uploadedAt, long sizeBytes, Optional<Inspection> inspection) {
    public Upload {
      if (sizeBytes < 0) {
        throw new IllegalArgumentException("size must not be negative: " + sizeBytes);
      }
    }
  }

  public Delivery {
    if (sequence < 0) {
      throw new IllegalArgumentException("sequence must not be negative: " + sequence);
    }
    boolean unrouted = progress.status() == DeliveryStatus.UNROUTED;
    if (unrouted != configurationId.isEmpty()) {
      throw new IllegalArgumentException(
          "a delivery must have a configuration unless it is UNROUTED: " + id);
    }
  }

  /// Creates a delivery without a number and a trace.
  public Delivery(
      DeliveryId id,
      Optional<ConfigurationId> configurationId,
      Upload upload,
      Instant createdAt,
      DeliveryProgress progress) {
    this(id, configurationId, upload, createdAt, progress, 0, Trace.NONE);
  }

  public TaskId taskId() {
    return report().key().taskId();
  }

  public ReportVersion report() {
    return upload.report();
  }

  public Instant uploadedAt() {
    return upload.uploadedAt();
  }

  public long sizeBytes() {
    return upload.sizeBytes();
  }

  public Optional<Inspection> inspection() {
    return upload.inspection();
  }

  public DeliveryStatus status() {
    return progress.status();
  }

  /// Returns whether this delivery tests a configuration, with a sample instead of a report.
  public boolean isTest() {
    return report().key().sample();
  }

  /// Returns the same delivery with the result of its inspection.
  public Delivery inspected(Inspection found) {
    Upload inspected = new Upload(report(), uploadedAt(), sizeBytes(), Optional.of(found));
    return new Delivery(id, configurationId, inspected, createdAt, progress, sequence, trace);
  }

  /// Returns whether its file has this SHA-256; empty if the file's SHA-256 is unknown.
  public Optional<Boolean> hasSha256(String sha256) {
    return inspection().flatMap(Inspection::sha256).map(sha256::equals);
  }

  /// Returns the same delivery with this number.
  public Delivery numbered(long number) {
    return new Delivery(id, configurationId, upload, createdAt, progress, number, trace);
  }

  /// Returns the same delivery with this trace.
  public Delivery traced(Trace other) {
    return new Delivery(id, configurationId, upload, createdAt, progress, sequence, other);
  }

  /// Returns the series that its number belongs to.
  public NumberSeries series() {
    return new NumberSeries(configurationId.orElseThrow(), taskId());
  }

  /// Returns when the current round began.
  public Instant roundBeganAt() {
    return progress.roundBeganAt().orElse(createdAt);
  }
}
