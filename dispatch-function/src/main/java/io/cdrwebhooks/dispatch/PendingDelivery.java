package io.cdrwebhooks.dispatch;

import io.cdrwebhooks.configuration.CdrTask;
import io.cdrwebhooks.configuration.WebhookConfiguration;
import io.cdrwebhooks.delivery.Deliveries;
import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.delivery.DeliveryId;
import io.cdrwebhooks.delivery.DeliveryStatus;
import io.cdrwebhooks.delivery.Following;
import io.cdrwebhooks.lane.Ended;
import io.cdrwebhooks.log.EventLog;
import io.cdrwebhooks.log.Metric;
import io.cdrwebhooks.log.Metrics;
import io.cdrwebhooks.report.CountingBounds;
import io.cdrwebhooks.report.ReportInspector;
import io.cdrwebhooks.report.ReportLookup;
import io.cdrwebhooks.report.Reports;
import io.cdrwebhooks.statistics.Tally;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// Makes the next attempt of a pending delivery: counts its report's lines if nobody has yet,
/// claims the attempt, sends it and records what came of it.
///
/// Whatever says that it is due may be early, late or a repeat: the delivery's record decides.
final class PendingDelivery {
  /// How many reports' lines one process counts at once: a function's memory is sized for it.
  private static final int MOST_COUNTED = 10;

  private final Semaphore counting = new Semaphore(MOST_COUNTED, true);
  private final Deliveries deliveries;
  private final Routes routes;
  private final Reports reports;
  private final ReportInspector inspector;
  private final DeliveryAttempt attempt;
  private final AttemptCompletion completion;
  private final EndNotices endNotices;
  private final HealthWatch health;
  private final InstantSource clock;
  private final EventLog log;
  private final Metrics metrics;
  private final Tally tally;

  PendingDelivery(
      Dispatch.Stores stores, Dispatch.Outside outside, Pace pace, Surroundings surroundings) {
    this.deliveries = stores.deliveries();
    this.routes = stores.routes();
    this.reports = stores.reports();
    this.inspector = new ReportInspector(reports, surroundings.clock(), surroundings.log());
    this.attempt = new DeliveryAttempt(stores, outside, surroundings);
    this.completion = new AttemptCompletion(stores, outside, pace, surroundings);
    this.endNotices = new EndNotices(deliveries, outside.notices(), pace, surroundings);
    this.health = new HealthWatch(stores.configurations(), outside.notices(), surroundings);
    this.clock = surroundings.clock();
    this.log = surroundings.log();
    this.metrics = surroundings.metrics();
    this.tally = surroundings.tally();
  }

  /// What its lane's holder gives an attempt.
  interface Conditions {
    /// The configuration as it was at most a second ago; empty if it was deleted.
    Optional<WebhookConfiguration> configuration();

    /// When counting lines must have ended.
    Instant countUntil();

    /// When a request must have ended; it may become later.
    Instant sendUntil();

    /// Waits until a request may go out by the configuration's `maxPerSecond`: counting may have
    /// held up several, which must not go out together.
    void awaitPace() throws InterruptedException;
  }

  /// `probe` is whether the attempt probes a receiver that fails.
  ///
  /// The lines are counted before the configuration is read, since counting takes its time, and
  /// what the configuration says at the attempt holds.
  Ended attempt(DeliveryId id, boolean probe, Conditions conditions) throws InterruptedException {
    Optional<Delivery> found = deliveries.find(id);
    if (found.isEmpty()) {
      log.warn("delivery.unknown", "deliveryId", id);
      return new Ended.NotSent(Optional.empty());
    }
    Optional<Ended> waits = waits(found.get());
    if (waits.isPresent()) {
      return waits.get();
    }
    Optional<Delivery> counted = inspected(found.get(), conditions);
    if (counted.isEmpty()) {
      return new Ended.NotSent(Optional.of(now()));
    }
    Delivery inspected = counted.get();
    Optional<WebhookConfiguration> configuration = conditions.configuration();
    Optional<Following> stopped = stopped(id, configuration);
    if (stopped.isPresent()) {
      return stop(inspected, stopped.get());
    }
    Optional<DeliveryAttempt.Made> made =
        attempt.make(inspected, subject(inspected, configuration.get()), conditions);
    return made.isPresent()
        ? completion.complete(made.get(), configuration.get(), probe)
        : new Ended.NotSent(Optional.of(now().plus(DeliveryAttempt.LEASE)));
  }

  /// Why the configuration ends the round of a delivery; empty if it does not.
  private Optional<Following> stopped(DeliveryId id, Optional<WebhookConfiguration> configuration) {
    if (configuration.isEmpty()) {
      return Optional.of(Following.failed("its configuration was deleted"));
    }
    if (configuration.get().enabled()) {
      return Optional.empty();
    }
    health.tellIfDisabled(configuration.get(), id);
    return Optional.of(
        Following.held("its configuration is disabled", now().plus(DueDelivery.HELD_CHECK)));
  }

  /// Ends the round of a delivery whose receiver has failed `since`, and for too long.
  Ended giveUp(DeliveryId id, Instant since, Conditions conditions) {
    Optional<Delivery> found =
        deliveries.find(id).filter(delivery -> delivery.status() == DeliveryStatus.PENDING);
    if (found.isEmpty()) {
      return new Ended.NotSent(Optional.empty());
    }
    Following failed =
        Following.failed(
            "its receiver has failed since " + since.truncatedTo(ChronoUnit.SECONDS), now());
    Ended ended = stop(found.get(), stopped(id, conditions.configuration()).orElse(failed));
    deliveries
        .find(id)
        .filter(delivery -> delivery.status() == DeliveryStatus.FAILED)
        .ifPresent(endNotices::tellOfFailure);
    return ended;
  }

  /// Why no attempt may be made now; empty if one may.
  private Optional<Ended> waits(Delivery delivery) {
    if (delivery.status() != DeliveryStatus.PENDING) {
      return Optional.of(new Ended.NotSent(Optional.empty()));
    }
    return delivery
        .progress()
        .leasedUntil()
        .or(() -> delivery.progress().dueAt())
        .filter(now()::isBefore)
        .map(until -> new Ended.NotSent(Optional.of(until)));
  }

  /// Empty if other reports are being counted for too long.
  private Optional<Delivery> inspected(Delivery delivery, Conditions conditions)
      throws InterruptedException {
    if (delivery.inspection().isPresent()) {
      return Optional.of(delivery);
    }
    Duration patience = Duration.between(now(), conditions.countUntil());
    if (!counting.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS)) {
      return Optional.empty();
    }
    try {
      ReportLookup lookup = reports.lookUp(delivery.report());
      CountingBounds bounds = CountingBounds.until(conditions.countUntil());
      return Optional.of(delivery.inspected(inspector.inspect(lookup, bounds)));
    } finally {
      counting.release();
    }
  }

  private DeliveryAttempt.Subject subject(Delivery inspected, WebhookConfiguration configuration) {
    String taskName =
        inspected.isTest()
            ? "Webhook test"
            : routes.tasks().find(inspected.taskId()).map(CdrTask::taskName).orElse("");
    return new DeliveryAttempt.Subject(
        taskName, configuration, inspected.inspection().orElseThrow());
  }

  private Ended stop(Delivery delivery, Following stopped) {
    if (deliveries.stop(delivery, now(), stopped)) {
      tally.moved(delivery, stopped.status());
      metrics.count(
          stopped.status() == DeliveryStatus.HELD
              ? Metric.DELIVERIES_HELD
              : Metric.DELIVERIES_FAILED);
      log.info(
          "delivery.stopped",
          "deliveryId",
          delivery.id(),
          "status",
          stopped.status(),
          "reason",
          stopped.reason());
    }
    return new Ended.NotSent(Optional.empty());
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }
}
