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
/// `configurationId` is empty exactly while the delivery is [DeliveryStatus#UNROUTED]. `inspection`
/// is empty until the report was inspected. `uploadedAt` is when the report's upload was complete;
/// it and `createdAt` are in whole milliseconds. `sequence` is the report's number in its
/// [NumberSeries], 0 if it has none. `trace` has its copies, and the uses of its links.
public record Delivery(
    DeliveryId id,
    TaskId taskId,
    Optional<ConfigurationId> configurationId,
    ReportVersion report,
    Instant uploadedAt,
    long sizeBytes,
    Optional<Inspection> inspection,
    Instant createdAt,
    DeliveryProgress progress,
    long sequence,
    Trace trace) {
  /// The time that deliveries, their attempts and what belongs to them are kept.
  public static final Duration RETENTION = Duration.ofDays(90);

  public Delivery {
    if (sizeBytes < 0) {
      throw new IllegalArgumentException("size must not be negative: " + sizeBytes);
    }
    if (sequence < 0) {
      throw new IllegalArgumentException("sequence must not be negative: " + sequence);
    }
    boolean unrouted = progress.status() == DeliveryStatus.UNROUTED;
    if (unrouted != configurationId.isEmpty()) {
      throw new IllegalArgumentException(
          "a delivery must have a configuration unless it is UNROUTED: " + id);
    }
  }

  /// Creates a delivery without a trace.
  public Delivery(
      DeliveryId id,
      TaskId taskId,
      Optional<ConfigurationId> configurationId,
      ReportVersion report,
      Instant uploadedAt,
      long sizeBytes,
      Optional<Inspection> inspection,
      Instant createdAt,
      DeliveryProgress progress,
      long sequence) {
    this(
        id,
        taskId,
        configurationId,
        report,
        uploadedAt,
        sizeBytes,
        inspection,
        createdAt,
        progress,
        sequence,
        Trace.NONE);
  }

  /// Creates a delivery without a number.
  public Delivery(
      DeliveryId id,
      TaskId taskId,
      Optional<ConfigurationId> configurationId,
      ReportVersion report,
      Instant uploadedAt,
      long sizeBytes,
      Optional<Inspection> inspection,
      Instant createdAt,
      DeliveryProgress progress) {
    this(
        id,
        taskId,
        configurationId,
        report,
        uploadedAt,
        sizeBytes,
        inspection,
        createdAt,
        progress,
        0);
  }

  /// Creates the delivery of a report that was uploaded at the same time, without a number.
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
        progress,
        sequence,
        trace);
  }

  /// Returns whether its file has this SHA-256; empty if that of its file is not known.
  public Optional<Boolean> hasSha256(String sha256) {
    return inspection.map(Inspection::sha256).filter(known -> !known.isEmpty()).map(sha256::equals);
  }

  /// Returns the same delivery with this number.
  public Delivery numbered(long number) {
    return new Delivery(
        id,
        taskId,
        configurationId,
        report,
        uploadedAt,
        sizeBytes,
        inspection,
        createdAt,
        progress,
        number,
        trace);
  }

  /// Returns the same delivery with this trace.
  public Delivery traced(Trace other) {
    return new Delivery(
        id,
        taskId,
        configurationId,
        report,
        uploadedAt,
        sizeBytes,
        inspection,
        createdAt,
        progress,
        sequence,
        other);
  }

  /// Returns the series from which its number is.
  public NumberSeries series() {
    return new NumberSeries(configurationId.orElseThrow(), taskId);
  }

  /// Returns when the current round began.
  public Instant roundBeganAt() {
    return progress.roundBeganAt().orElse(createdAt);
  }
}
