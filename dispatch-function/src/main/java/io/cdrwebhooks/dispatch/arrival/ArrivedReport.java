package io.cdrwebhooks.dispatch.arrival;

import io.cdrwebhooks.aws.awsevents.ObjectCreated;
import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.configuration.ReportOwners.Owner;
import io.cdrwebhooks.configuration.WebhookConfiguration;
import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.delivery.DeliveryId;
import io.cdrwebhooks.delivery.DeliveryProgress;
import io.cdrwebhooks.delivery.DeliveryStatus;
import io.cdrwebhooks.delivery.NextState;
import io.cdrwebhooks.dispatch.inputs.Pace;
import io.cdrwebhooks.report.Inspection;
import io.cdrwebhooks.report.ObjectKey.ReportKey;
import io.cdrwebhooks.report.Report;
import io.cdrwebhooks.report.ReportLookup;
import io.cdrwebhooks.report.ReportVersion;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/// An arrived report, and the owner that its task had at the upload.
record ArrivedReport(ObjectCreated object, ReportVersion version, Owner owner) {
  static ArrivedReport of(ObjectCreated object, ReportKey key, Owner owner) {
    return new ArrivedReport(object, version(object, key), owner);
  }

  static ReportVersion version(ObjectCreated object, ReportKey key) {
    return new ReportVersion(object.bucket(), key, object.versionId());
  }

  /// Returns the new delivery of the report. `inspection` is empty if the lines must be counted.
  Delivery delivery(ReportLookup lookup, Optional<Inspection> inspection, Instant now) {
    long sizeBytes =
        switch (lookup) {
          case ReportLookup.Found(Report report, var _) -> report.sizeBytes();
          case ReportLookup.Gone() -> object.sizeBytes();
        };
    return new Delivery(
        DeliveryId.of(version, object.sequencer()),
        configuration(),
        new Delivery.Upload(
            version, object.uploadedAt().truncatedTo(ChronoUnit.MILLIS), sizeBytes, inspection),
        now,
        beginning(now));
  }

  private Optional<ConfigurationId> configuration() {
    return switch (owner) {
      case Owner.To(WebhookConfiguration target, var _, var _) -> Optional.of(target.id());
      case Owner.Gone(ConfigurationId target, var _) -> Optional.of(target);
      case Owner.Unknown _, Owner.OptionOff _ -> Optional.empty();
    };
  }

  /// Returns whether the receiver gets the digest of the file.
  boolean wantsSha256() {
    return owner instanceof Owner.To(WebhookConfiguration target, var _, var _)
        && target.terms().wantsSha256();
  }

  /// Returns the first state of the delivery. In this state dispatch sends the delivery, holds it
  /// until its configuration is enabled, or never sends it.
  private DeliveryProgress beginning(Instant now) {
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
}
