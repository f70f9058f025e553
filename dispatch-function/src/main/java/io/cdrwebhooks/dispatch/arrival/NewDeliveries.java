package io.cdrwebhooks.dispatch.arrival;

import io.cdrwebhooks.aws.awsevents.ObjectCreated;
import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.configuration.ReportOwners.Owner;
import io.cdrwebhooks.configuration.WebhookConfiguration;
import io.cdrwebhooks.delivery.Deliveries;
import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.delivery.DeliveryId;
import io.cdrwebhooks.delivery.DeliveryProgress;
import io.cdrwebhooks.delivery.DeliveryStatus;
import io.cdrwebhooks.delivery.NextState;
import io.cdrwebhooks.dispatch.inputs.DispatchStores;
import io.cdrwebhooks.dispatch.inputs.Pace;
import io.cdrwebhooks.dispatch.inputs.RuntimeInputs;
import io.cdrwebhooks.log.Metric;
import io.cdrwebhooks.report.ObjectKey.ReportKey;
import io.cdrwebhooks.report.Report;
import io.cdrwebhooks.report.ReportInspector;
import io.cdrwebhooks.report.ReportLookup;
import io.cdrwebhooks.report.ReportVersion;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/// Creates and stores the deliveries of arrived reports, and counts those that are not sent.
record NewDeliveries(Deliveries deliveries, ReportInspector inspector, RuntimeInputs inputs) {
  NewDeliveries(DispatchStores stores, RuntimeInputs inputs) {
    this(
        stores.deliveries(),
        new ReportInspector(stores.reports(), inputs.clock(), inputs.log()),
        inputs);
  }

  static ReportVersion version(ObjectCreated object, ReportKey key) {
    return new ReportVersion(object.bucket(), key, object.versionId());
  }

  /// Creates the delivery of a report whose task had this owner at the upload.
  Delivery create(ObjectCreated object, ReportKey key, Owner owner, ReportLookup lookup) {
    ReportVersion version = version(object, key);
    Instant now = inputs.now();
    long sizeBytes =
        switch (lookup) {
          case ReportLookup.Found(Report report, var _) -> report.sizeBytes();
          case ReportLookup.Gone() -> object.sizeBytes();
        };
    boolean wantsSha256 =
        owner instanceof Owner.To(WebhookConfiguration target, var _, var _)
            && target.terms().wantsSha256();
    return new Delivery(
        DeliveryId.of(version, object.sequencer()),
        configuration(owner),
        new Delivery.Upload(
            version,
            object.uploadedAt().truncatedTo(ChronoUnit.MILLIS),
            sizeBytes,
            inspector.inspectWithoutCounting(lookup, wantsSha256)),
        now,
        beginning(owner, now));
  }

  private static Optional<ConfigurationId> configuration(Owner owner) {
    return switch (owner) {
      case Owner.To(WebhookConfiguration target, var _, var _) -> Optional.of(target.id());
      case Owner.Gone(ConfigurationId target, var _) -> Optional.of(target);
      case Owner.Unknown _, Owner.OptionOff _ -> Optional.empty();
    };
  }

  /// Returns the first state of a delivery. In this state dispatch sends the delivery, holds it
  /// until its configuration is enabled, or never sends it.
  private static DeliveryProgress beginning(Owner owner, Instant now) {
    return switch (owner) {
      case Owner.To(WebhookConfiguration target, var _, var _) ->
          target.enabled()
              ? DeliveryProgress.pending(now)
              : DeliveryProgress.held(NextState.CONFIGURATION_DISABLED, now.plus(Pace.HELD_CHECK));
      case Owner.Unknown(String reason) -> DeliveryProgress.kept(DeliveryStatus.UNROUTED, reason);
      case Owner.Gone(var _, String reason) -> DeliveryProgress.kept(DeliveryStatus.FAILED, reason);
      case Owner.OptionOff _ ->
          throw new IllegalArgumentException("the Webhook option of a delivery's task must be on");
    };
  }

  /// Stores the delivery. An existing delivery keeps its configuration, even if its task now has
  /// another one.
  Deliveries.Recording store(Delivery delivery, Owner owner) {
    Deliveries.Recording recording =
        owner instanceof Owner.To(var _, var _, boolean numbered) && numbered
            ? deliveries.recordNumbered(delivery)
            : deliveries.record(delivery);
    if (recording instanceof Deliveries.Recording.Recorded) {
      countIfNotSent(delivery);
    }
    return recording;
  }

  private void countIfNotSent(Delivery delivery) {
    inputs.tally().ended(delivery);
    switch (delivery.status()) {
      case UNROUTED -> inputs.metrics().count(Metric.REPORTS_UNROUTED);
      case HELD -> inputs.metrics().count(Metric.REPORTS_HELD);
      case FAILED -> inputs.metrics().count(Metric.DELIVERIES_FAILED);
      case PENDING, DELIVERED -> {}
    }
  }

  void logNotAnnounced(ReportKey key, Owner owner) {
    inputs.log().info("report.not-announced", "key", key, "reason", owner.reason());
  }

  static Object[] logFields(Delivery delivery, Owner owner) {
    return new Object[] {
      "deliveryId", delivery.id(),
      "key", delivery.report().key(),
      "taskId", delivery.taskId(),
      "status", delivery.status(),
      "reason", owner.reason()
    };
  }
}
