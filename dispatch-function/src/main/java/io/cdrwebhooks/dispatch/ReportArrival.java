package io.cdrwebhooks.dispatch;

import io.cdrwebhooks.aws.awsevents.ObjectCreated;
import io.cdrwebhooks.configuration.CdrTask;
import io.cdrwebhooks.configuration.WebhookConfiguration;
import io.cdrwebhooks.delivery.Deliveries;
import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.delivery.DeliveryId;
import io.cdrwebhooks.delivery.DeliveryProgress;
import io.cdrwebhooks.delivery.DeliveryStatus;
import io.cdrwebhooks.delivery.DueAttempts;
import io.cdrwebhooks.delivery.DueWork;
import io.cdrwebhooks.log.EventLog;
import io.cdrwebhooks.log.Metric;
import io.cdrwebhooks.log.Metrics;
import io.cdrwebhooks.report.ObjectKey;
import io.cdrwebhooks.report.ObjectKey.ReportKey;
import io.cdrwebhooks.report.Report;
import io.cdrwebhooks.report.ReportLookup;
import io.cdrwebhooks.report.ReportVersion;
import io.cdrwebhooks.report.Reports;
import io.cdrwebhooks.statistics.Tally;
import java.time.Duration;
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
  private final DueAttempts dueAttempts;
  private final InstantSource clock;
  private final EventLog log;
  private final Metrics metrics;
  private final Tally tally;

  ReportArrival(
      Dispatch.Stores stores, DueDelivery due, DueAttempts dueAttempts, Surroundings surroundings) {
    this.routes = stores.routes();
    this.reports = stores.reports();
    this.deliveries = stores.deliveries();
    this.due = due;
    this.dueAttempts = dueAttempts;
    this.clock = surroundings.clock();
    this.log = surroundings.log();
    this.metrics = surroundings.metrics();
    this.tally = surroundings.tally();
  }

  /// `deadline` is when counting lines must have ended.
  void take(ObjectCreated object, Instant deadline) throws InterruptedException {
    switch (ObjectKey.parse(object.key())) {
      case ObjectKey.Other(String reason) ->
          log.info("object.ignored", "key", object.key(), "reason", reason);
      case ReportKey key -> takeReport(object, key, deadline);
    }
  }

  /// The report is looked up while its task is: in vain for a task that wants no webhooks.
  private void takeReport(ObjectCreated object, ReportKey key, Instant deadline)
      throws InterruptedException {
    Instant readAt = clock.instant();
    ReportVersion version = new ReportVersion(object.bucket(), key, object.versionId());
    try (Meanwhile<ReportLookup> lookup = Meanwhile.begin(() -> reports.lookUp(version))) {
      Routes.Route route = routes.of(key.taskId());
      if (route instanceof Routes.Route.OptionOff) {
        log.info("report.not-announced", "key", key, "reason", "the task's Webhook option is off");
        return;
      }
      announce(new Arrived(object, version, lookup.result(), route, readAt), deadline);
    }
  }

  /// What is known of a report; its task was read not before `readAt`.
  private record Arrived(
      ObjectCreated object,
      ReportVersion version,
      ReportLookup lookup,
      Routes.Route route,
      Instant readAt) {}

  private void announce(Arrived arrived, Instant deadline) throws InterruptedException {
    Delivery delivery =
        delivery(arrived.object(), arrived.version(), arrived.lookup(), arrived.route());
    if (arrived.route() instanceof Routes.Route.To(CdrTask task, WebhookConfiguration configuration)
        && delivery.status() == DeliveryStatus.PENDING) {
      DueDelivery.Target target =
          new DueDelivery.Target(task.taskName(), configuration, arrived.readAt());
      begin(delivery, target, arrived.lookup(), deadline);
    } else {
      boolean _ =
          record(
              delivery,
              arrived.route() instanceof Routes.Route.Unknown(String reason) ? reason : "",
              deadline);
    }
  }

  /// Whoever fails is slow to do so: its reports must not stand before those of others.
  private void begin(
      Delivery delivery, DueDelivery.Target target, ReportLookup lookup, Instant deadline)
      throws InterruptedException {
    boolean failing = target.configuration().health().failing().isPresent();
    Optional<Delivery> claimed =
        failing ? Optional.empty() : due.claimedAtOnce(delivery, target, lookup);
    if (claimed.isPresent()) {
      if (record(claimed.get(), "", deadline)) {
        due.attemptClaimed(claimed.get(), target);
      }
    } else if (record(delivery, "", deadline)) {
      if (failing) {
        sendToTheOthersThatWait(delivery);
      } else {
        due.attemptFirst(delivery, target, () -> lookup, deadline);
      }
    }
  }

  /// Whether it was recorded just now. If it was before, it goes on as it was recorded, whomever
  /// the task tells by now.
  private boolean record(Delivery delivery, String reason, Instant deadline)
      throws InterruptedException {
    return switch (deliveries.record(delivery)) {
      case Deliveries.Recording.Recorded() -> {
        tally.recorded(delivery);
        logArrival(delivery, reason);
        yield true;
      }
      case Deliveries.Recording.AlreadyRecorded(Delivery existing) -> {
        metrics.count(Metric.REPORTS_REPEATED);
        log.info("delivery.repeated", "deliveryId", existing.id(), "status", existing.status());
        due.take(existing.id(), deadline);
        yield false;
      }
    };
  }

  /// Takes up a report that no event told of; its attempt is made like a due one. False if it is
  /// known, or nobody is to be told.
  boolean takeUp(ObjectCreated object, ReportKey key) {
    Routes.Route route = routes.of(key.taskId());
    if (route instanceof Routes.Route.OptionOff) {
      return false;
    }
    ReportVersion version = new ReportVersion(object.bucket(), key, object.versionId());
    Delivery delivery = delivery(object, version, reports.lookUp(version), route);
    if (!(deliveries.record(delivery) instanceof Deliveries.Recording.Recorded)) {
      return false;
    }
    tally.recorded(delivery);
    log.warn("report.missed", "deliveryId", delivery.id(), "key", key);
    metrics.count(Metric.REPORTS_RECONCILED);
    sendToTheOthersThatWait(delivery);
    return true;
  }

  /// Receivers that fail are slow to do so: their reports must not stand before those of others.
  private void sendToTheOthersThatWait(Delivery delivery) {
    if (delivery.status() == DeliveryStatus.PENDING) {
      dueAttempts.send(new DueWork.OfDelivery(delivery.id()), Duration.ZERO);
    }
  }

  private Delivery delivery(
      ObjectCreated object, ReportVersion version, ReportLookup lookup, Routes.Route route) {
    Optional<WebhookConfiguration> configuration = route.configuration();
    long sizeBytes =
        switch (lookup) {
          case ReportLookup.Found(Report report, var tail) -> report.sizeBytes();
          case ReportLookup.Gone() -> object.sizeBytes();
        };
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    return new Delivery(
        DeliveryId.of(version, object.sequencer()),
        version.key().taskId(),
        configuration.map(WebhookConfiguration::id),
        version,
        sizeBytes,
        Optional.empty(),
        now,
        beginning(route, now));
  }

  private static DeliveryProgress beginning(Routes.Route route, Instant now) {
    return switch (route) {
      case Routes.Route.To(CdrTask task, WebhookConfiguration target) ->
          target.enabled()
              ? DeliveryProgress.pending(now)
              : DeliveryProgress.held(
                  "its configuration is disabled", now.plus(DueDelivery.HELD_CHECK));
      case Routes.Route.Unknown(String reason) ->
          DeliveryProgress.kept(DeliveryStatus.UNROUTED, reason);
      case Routes.Route.OptionOff() ->
          throw new IllegalArgumentException("nothing is recorded for a task that wants nothing");
    };
  }

  private void logArrival(Delivery delivery, String reason) {
    metrics.count(Metric.REPORTS_RECORDED);
    switch (delivery.status()) {
      case UNROUTED -> metrics.count(Metric.REPORTS_UNROUTED);
      case HELD -> metrics.count(Metric.REPORTS_HELD);
      case PENDING, DELIVERED, FAILED -> {}
    }
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
        reason);
  }
}
