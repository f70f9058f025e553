package io.cdrwebhooks.dispatch;

import io.cdrwebhooks.configuration.CdrTask;
import io.cdrwebhooks.configuration.WebhookConfiguration;
import io.cdrwebhooks.delivery.Deliveries;
import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.delivery.DeliveryId;
import io.cdrwebhooks.delivery.DeliveryStatus;
import io.cdrwebhooks.delivery.DueAttempts;
import io.cdrwebhooks.log.EventLog;
import io.cdrwebhooks.report.CountingBounds;
import io.cdrwebhooks.report.Inspection;
import io.cdrwebhooks.report.ReportInspector;
import io.cdrwebhooks.report.ReportLookup;
import io.cdrwebhooks.report.Reports;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;

/// A delivery is due: look into its report if nobody has yet, then make the next attempt.
final class DueDelivery {
  private final Deliveries deliveries;
  private final Routes routes;
  private final Reports reports;
  private final ReportInspector inspector;
  private final DeliveryAttempt attempt;
  private final DueAttempts dueAttempts;
  private final InstantSource clock;
  private final EventLog log;

  DueDelivery(
      Dispatch.Stores stores,
      DeliveryAttempt attempt,
      DueAttempts dueAttempts,
      Surroundings surroundings) {
    this.deliveries = stores.deliveries();
    this.routes = stores.routes();
    this.reports = stores.reports();
    this.inspector = new ReportInspector(reports, surroundings.clock(), surroundings.log());
    this.attempt = attempt;
    this.dueAttempts = dueAttempts;
    this.clock = surroundings.clock();
    this.log = surroundings.log();
  }

  /// `deadline` is when counting lines must have ended.
  void take(DeliveryId id, Instant deadline) throws InterruptedException {
    Optional<Delivery> found = deliveries.find(id);
    if (found.isEmpty()) {
      log.warn("delivery.unknown", "deliveryId", id);
      return;
    }
    Delivery delivery = found.get();
    Optional<WebhookConfiguration> configuration =
        delivery.configurationId().flatMap(routes.configurations()::find);
    if (configuration.isEmpty()) {
      log.warn("delivery.without-configuration", "deliveryId", id, "status", delivery.status());
      return;
    }
    String taskName = routes.tasks().find(delivery.taskId()).map(CdrTask::taskName).orElse("");
    attempt(
        delivery,
        new Target(taskName, configuration.get()),
        () -> reports.lookUp(delivery.report()),
        deadline);
  }

  /// Whom an attempt tells, and under which name of the task.
  record Target(String taskName, WebhookConfiguration configuration) {}

  /// Makes the next attempt of a delivery that is waiting for one; any other is left as it is.
  void attempt(Delivery delivery, Target target, Supplier<ReportLookup> report, Instant deadline)
      throws InterruptedException {
    if (delivery.status() != DeliveryStatus.PENDING) {
      return;
    }
    Inspection inspection =
        delivery
            .inspection()
            .orElseGet(() -> inspector.inspect(report.get(), CountingBounds.until(deadline)));
    Optional<Delivery> heldByAnother =
        attempt.make(
            delivery,
            new DeliveryAttempt.Subject(target.taskName(), target.configuration(), inspection));
    heldByAnother
        .filter(current -> current.status() == DeliveryStatus.PENDING)
        .flatMap(current -> current.progress().leasedUntil())
        .ifPresent(leasedUntil -> lookAgain(delivery.id(), leasedUntil));
  }

  /// Whoever holds the attempt may die with it: look again when its lease is over.
  private void lookAgain(DeliveryId id, Instant leasedUntil) {
    Duration wait = Duration.between(clock.instant(), leasedUntil).plusSeconds(1);
    dueAttempts.send(id, wait.isNegative() ? Duration.ZERO : wait);
    log.info("attempt.held-by-another", "deliveryId", id, "until", leasedUntil);
  }
}
