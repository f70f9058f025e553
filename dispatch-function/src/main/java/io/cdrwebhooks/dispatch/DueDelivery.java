package io.cdrwebhooks.dispatch;

import io.cdrwebhooks.configuration.CdrTask;
import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.configuration.WebhookConfiguration;
import io.cdrwebhooks.delivery.Deliveries;
import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.delivery.DeliveryId;
import io.cdrwebhooks.delivery.DeliveryStatus;
import io.cdrwebhooks.delivery.DueAttempts;
import io.cdrwebhooks.delivery.DueWork;
import io.cdrwebhooks.delivery.Following;
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
import java.util.Set;
import java.util.function.Supplier;

/// A delivery is due: look into its report if nobody has yet and make the next attempt, or say what
/// is to be said of its end.
///
/// Whatever says that it is due may be early, late or a repeat: the delivery's record decides.
final class DueDelivery {
  /// A message that is early by less comes again; the due index will speak for any other.
  private static final Duration CLOCKS_APART = Duration.ofSeconds(2);

  /// When it is seen whether a delivery still has to be held: whoever enabled the configuration
  /// while it was being held did not find it.
  static final Duration HELD_CHECK = Duration.ofMinutes(2);

  /// How old what was read of a configuration may be when it is used.
  private static final Duration FRESH = Duration.ofSeconds(1);

  private final Deliveries deliveries;
  private final Routes routes;
  private final Reports reports;
  private final ReportInspector inspector;
  private final DeliveryAttempt attempt;
  private final Aftermath aftermath;
  private final EndNotices endNotices;
  private final HealthWatch health;
  private final DueAttempts dueAttempts;
  private final InstantSource clock;
  private final EventLog log;
  private final Metrics metrics;
  private final Tally tally;

  DueDelivery(
      Dispatch.Stores stores, Dispatch.Outside outside, Pace pace, Surroundings surroundings) {
    this.deliveries = stores.deliveries();
    this.routes = stores.routes();
    this.reports = stores.reports();
    this.inspector = new ReportInspector(reports, surroundings.clock(), surroundings.log());
    this.attempt = new DeliveryAttempt(stores, outside, surroundings);
    this.aftermath = new Aftermath(stores, outside, pace, surroundings);
    this.endNotices = new EndNotices(deliveries, outside.notices(), pace, surroundings);
    this.health = new HealthWatch(stores.configurations(), outside.notices(), surroundings);
    this.dueAttempts = outside.dueAttempts();
    this.clock = surroundings.clock();
    this.log = surroundings.log();
    this.metrics = surroundings.metrics();
    this.tally = surroundings.tally();
  }

  /// `deadline` is when counting lines must have ended.
  void take(DeliveryId id, Instant deadline) throws InterruptedException {
    Optional<Delivery> found = deliveries.find(id);
    if (found.isEmpty()) {
      log.warn("delivery.unknown", "deliveryId", id);
      return;
    }
    Delivery delivery = found.get();
    if (!isDue(delivery)) {
      return;
    }
    switch (delivery.status()) {
      case PENDING -> takePending(delivery, deadline);
      case DELIVERED -> endNotices.tellOfUnusedLink(delivery);
      case FAILED -> endNotices.tellOfFailure(delivery);
      case HELD -> checkHeld(delivery);
      case UNROUTED -> {}
    }
  }

  private void checkHeld(Delivery delivery) {
    Optional<WebhookConfiguration> configuration = configuration(delivery);
    if (configuration.filter(WebhookConfiguration::enabled).isPresent()) {
      release(delivery, configuration.get().id());
      return;
    }
    configuration.ifPresent(disabled -> health.tellIfDisabled(disabled, delivery.id()));
    deliveries.settle(delivery.id(), delivery.progress().dueAt().orElseThrow());
  }

  private void release(Delivery delivery, ConfigurationId configuration) {
    if (deliveries.restart(delivery.id(), Set.of(DeliveryStatus.HELD), configuration, now())
        instanceof Deliveries.Restarting.Restarted) {
      dueAttempts.send(new DueWork.OfDelivery(delivery.id()), Duration.ZERO);
    }
  }

  private Optional<WebhookConfiguration> configuration(Delivery delivery) {
    return delivery.configurationId().flatMap(routes.configurations()::find);
  }

  private boolean isDue(Delivery delivery) {
    Optional<Instant> dueAt = delivery.progress().dueAt();
    if (dueAt.isEmpty()) {
      return false;
    }
    Duration early = Duration.between(now(), dueAt.get());
    if (early.isPositive() && early.compareTo(CLOCKS_APART) <= 0) {
      dueAttempts.send(new DueWork.OfDelivery(delivery.id()), early);
    }
    return !early.isPositive();
  }

  /// The report is looked into before the configuration is read, since counting takes its time, and
  /// what the configuration says at the attempt holds.
  private void takePending(Delivery delivery, Instant deadline) throws InterruptedException {
    Delivery inspected = inspected(delivery, () -> reports.lookUp(delivery.report()), deadline);
    Optional<WebhookConfiguration> configuration = configuration(inspected);
    if (configuration.isEmpty()) {
      stop(inspected, Following.failed("its configuration was deleted"));
    } else if (!configuration.get().enabled()) {
      health.tellIfDisabled(configuration.get(), inspected.id());
      stop(inspected, Following.held("its configuration is disabled", now().plus(HELD_CHECK)));
    } else {
      make(inspected, new Target(taskName(inspected), configuration.get(), now()));
    }
  }

  private String taskName(Delivery delivery) {
    return delivery.isTest()
        ? "Webhook test"
        : routes.tasks().find(delivery.taskId()).map(CdrTask::taskName).orElse("");
  }

  private void stop(Delivery delivery, Following stopped) {
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
  }

  /// Whom an attempt tells, and under which name of the task, as it was read at an instant.
  record Target(String taskName, WebhookConfiguration configuration, Instant readAt) {}

  /// Makes the first attempt of a delivery that was recorded just now, for a configuration that was
  /// read before; it is read again if looking into the report took its time.
  void attemptFirst(
      Delivery delivery, Target target, Supplier<ReportLookup> report, Instant deadline)
      throws InterruptedException {
    Delivery inspected = inspected(delivery, report, deadline);
    if (isFresh(target)) {
      make(inspected, target);
    } else {
      takePending(inspected, deadline);
    }
  }

  /// The delivery as it can be recorded together with the claim of its first attempt; empty when
  /// its lines must be counted first, or what was read of the configuration is too old by now.
  Optional<Delivery> claimedAtOnce(Delivery delivery, Target target, ReportLookup report) {
    return isFresh(target)
        ? inspector
            .told(report)
            .map(told -> delivery.inspected(told).claimed(now().plus(DeliveryAttempt.LEASE)))
        : Optional.empty();
  }

  /// Makes the attempt that a delivery was recorded with.
  void attemptClaimed(Delivery recorded, Target target) throws InterruptedException {
    aftermath.of(attempt.makeClaimed(recorded, subject(recorded, target)), target.configuration());
  }

  private boolean isFresh(Target target) {
    return Duration.between(target.readAt(), now()).compareTo(FRESH) <= 0;
  }

  private static DeliveryAttempt.Subject subject(Delivery inspected, Target target) {
    return new DeliveryAttempt.Subject(
        target.taskName(), target.configuration(), inspected.inspection().orElseThrow());
  }

  private Delivery inspected(Delivery delivery, Supplier<ReportLookup> report, Instant deadline) {
    return delivery.inspection().isPresent()
        ? delivery
        : delivery.inspected(inspector.inspect(report.get(), CountingBounds.until(deadline)));
  }

  private void make(Delivery inspected, Target target) throws InterruptedException {
    attempt
        .make(inspected, subject(inspected, target))
        .ifPresent(made -> aftermath.of(made, target.configuration()));
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }
}
