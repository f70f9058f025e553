package io.cdrwebhooks.dispatch;

import io.cdrwebhooks.aws.awsevents.ObjectCreated;
import io.cdrwebhooks.configuration.CdrTask;
import io.cdrwebhooks.configuration.WebhookConfiguration;
import io.cdrwebhooks.delivery.Deliveries;
import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.delivery.DeliveryId;
import io.cdrwebhooks.delivery.DeliveryProgress;
import io.cdrwebhooks.delivery.DeliveryStatus;
import io.cdrwebhooks.log.EventLog;
import io.cdrwebhooks.report.ObjectKey;
import io.cdrwebhooks.report.ObjectKey.ReportKey;
import io.cdrwebhooks.report.Report;
import io.cdrwebhooks.report.ReportLookup;
import io.cdrwebhooks.report.ReportVersion;
import io.cdrwebhooks.report.Reports;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/// A report arrived: who must be told? Records the delivery and makes its first attempt.
///
/// The same event any number of times is one delivery; an upload of the same key again is another.
final class ReportArrival {
  private final Routes routes;
  private final Reports reports;
  private final Deliveries deliveries;
  private final DueDelivery due;
  private final InstantSource clock;
  private final EventLog log;

  ReportArrival(Dispatch.Stores stores, DueDelivery due, Surroundings surroundings) {
    this.routes = stores.routes();
    this.reports = stores.reports();
    this.deliveries = stores.deliveries();
    this.due = due;
    this.clock = surroundings.clock();
    this.log = surroundings.log();
  }

  /// `deadline` is when counting lines must have ended.
  void take(ObjectCreated object, Instant deadline) throws InterruptedException {
    switch (ObjectKey.parse(object.key())) {
      case ObjectKey.Other(String reason) ->
          log.info("object.ignored", "key", object.key(), "reason", reason);
      case ReportKey key -> takeReport(object, key, deadline);
    }
  }

  private void takeReport(ObjectCreated object, ReportKey key, Instant deadline)
      throws InterruptedException {
    Routes.Route route = routes.of(key.taskId());
    if (route instanceof Routes.Route.OptionOff) {
      log.info("report.not-announced", "key", key, "reason", "the task's Webhook option is off");
      return;
    }
    ReportVersion version = new ReportVersion(object.bucket(), key, object.versionId());
    ReportLookup lookup = reports.lookUp(version);
    Delivery delivery = delivery(object, version, lookup, route);
    Delivery stored = record(delivery, route);
    if (route instanceof Routes.Route.To(CdrTask task, WebhookConfiguration target)) {
      due.attempt(stored, new DueDelivery.Target(task.taskName(), target), () -> lookup, deadline);
    }
  }

  /// What is stored now: this delivery, or the one an earlier message of the same event recorded.
  private Delivery record(Delivery delivery, Routes.Route route) {
    return switch (deliveries.record(delivery)) {
      case Deliveries.Recording.Recorded() -> {
        logArrival(delivery, route);
        yield delivery;
      }
      case Deliveries.Recording.AlreadyRecorded(Delivery existing) -> {
        log.info("delivery.repeated", "deliveryId", existing.id(), "status", existing.status());
        yield existing;
      }
    };
  }

  private Delivery delivery(
      ObjectCreated object, ReportVersion version, ReportLookup lookup, Routes.Route route) {
    Optional<WebhookConfiguration> configuration = route.configuration();
    DeliveryStatus status =
        configuration
            .map(found -> found.enabled() ? DeliveryStatus.PENDING : DeliveryStatus.HELD)
            .orElse(DeliveryStatus.UNROUTED);
    long sizeBytes =
        switch (lookup) {
          case ReportLookup.Found(Report report, var tail) -> report.sizeBytes();
          case ReportLookup.Gone() -> object.sizeBytes();
        };
    return new Delivery(
        DeliveryId.of(version, object.sequencer(), configuration.map(WebhookConfiguration::id)),
        version.key().taskId(),
        configuration.map(WebhookConfiguration::id),
        version,
        sizeBytes,
        Optional.empty(),
        clock.instant().truncatedTo(ChronoUnit.MILLIS),
        DeliveryProgress.starting(status));
  }

  private void logArrival(Delivery delivery, Routes.Route route) {
    log.info(
        "delivery.recorded",
        "deliveryId",
        delivery.id(),
        "key",
        delivery.report().key(),
        "taskId",
        delivery.taskId(),
        "status",
        delivery.status(),
        "reason",
        route instanceof Routes.Route.Unknown(String reason) ? reason : "");
  }
}
