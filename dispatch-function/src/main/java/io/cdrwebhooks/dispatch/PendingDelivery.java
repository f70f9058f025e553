package io.cdrwebhooks.dispatch;

import io.cdrwebhooks.configuration.ReportOwners;
import io.cdrwebhooks.configuration.WebhookConfiguration;
import io.cdrwebhooks.delivery.AttemptClaim;
import io.cdrwebhooks.delivery.Deliveries;
import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.delivery.DeliveryId;
import io.cdrwebhooks.delivery.DeliveryStatus;
import io.cdrwebhooks.delivery.NextState;
import io.cdrwebhooks.delivery.WebhookPayload;
import io.cdrwebhooks.lane.SendResult;
import io.cdrwebhooks.log.EventLog;
import io.cdrwebhooks.log.Metric;
import io.cdrwebhooks.report.CountingBounds;
import io.cdrwebhooks.report.ReportInspector;
import io.cdrwebhooks.report.ReportLookup;
import io.cdrwebhooks.report.Reports;
import io.cdrwebhooks.work.WorkNotes;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// Makes the next attempt of a pending delivery. It counts the report's lines unless they are
/// known, claims the attempt, sends it and records the result.
///
/// The message may be early, late or a repeat: the delivery's record decides whether an attempt is
/// due.
final class PendingDelivery {
  /// The most reports that one process counts at once, because of the function's memory.
  private static final int MAX_COUNTED = 10;

  /// The longest wait of a delivery for a free place to count. Then it goes back to its lane.
  private static final Duration COUNTING_SLOT_TIMEOUT = Duration.ofSeconds(5);

  /// The number of workers' deaths in a row after which a delivery fails. A worker serves several
  /// lanes, and another lane's delivery may have killed it, so three deaths can be a coincidence.
  private static final int MAX_DEATHS = 5;

  private final Semaphore counting = new Semaphore(MAX_COUNTED, true);
  private final Deliveries deliveries;
  private final ReportOwners owners;
  private final Reports reports;
  private final ReportInspector inspector;
  private final DeliveryAttempt attempt;
  private final AttemptCompletion completion;
  private final Dispatch.Warnings warnings;
  private final WorkNotes notes;
  private final RuntimeInputs inputs;
  private final EventLog log;

  PendingDelivery(
      Dispatch.Stores stores,
      DeliveryAttempt attempt,
      AttemptCompletion completion,
      Dispatch.Warnings warnings,
      RuntimeInputs inputs) {
    this.deliveries = stores.deliveries();
    this.owners = stores.owners();
    this.reports = stores.reports();
    this.inspector = new ReportInspector(reports, inputs.clock(), inputs.log());
    this.notes = stores.notes();
    this.attempt = attempt;
    this.completion = completion;
    this.warnings = warnings;
    this.inputs = inputs;
    this.log = inputs.log();
  }

  /// Makes an attempt. If a holder died before, it stores a note meanwhile. A delivery whose
  /// attempts have killed [#MAX_DEATHS] workers in a row fails.
  SendResult attempt(DeliveryId id, boolean probe, SendConditions conditions)
      throws InterruptedException {
    if (!conditions.beginNoted()) {
      return attemptNow(id, probe, conditions);
    }
    try {
      return notes.begin(
              id.value(), conditions.leasedUntil().getEpochSecond(), inputs.now(), MAX_DEATHS)
          ? attemptNow(id, probe, conditions)
          : end(id, NextState.failed("five of its attempts killed their worker", inputs.now()));
    } finally {
      removeNote(id, conditions.leasedUntil());
      conditions.endNoted();
    }
  }

  /// Removes the note of an attempt that its worker survived. A fault must not hide the result of
  /// the attempt: a note that stays counts as one death.
  private void removeNote(DeliveryId id, Instant until) throws InterruptedException {
    try {
      boolean _ = inputs.retryUntil(() -> notes.end(id.value()), id, until);
    } catch (RuntimeException fault) {
      log.error("note.not-removed", fault, "deliveryId", id);
    }
  }

  /// Makes an attempt. `probe` says whether it probes a failing receiver.
  ///
  /// The lines are counted, and the pace is awaited, before the configuration is read for the
  /// attempt: both take time, and the attempt must use the current configuration. It is also read
  /// before that, because the lines of a delivery that ends need no counting.
  private SendResult attemptNow(DeliveryId id, boolean probe, SendConditions conditions)
      throws InterruptedException {
    Optional<Delivery> found = conditions.delivery(id, deliveries);
    if (found.isEmpty()) {
      log.warn("delivery.unknown", "deliveryId", id);
      return new SendResult.NotSent(Optional.empty());
    }
    Optional<SendResult> waits = waits(found.get());
    if (waits.isPresent()) {
      return waits.get();
    }
    Optional<NextState> ended = stopped(id, conditions.configuration());
    if (ended.isPresent()) {
      return stop(found.get(), ended.get());
    }
    Optional<Delivery> counted = inspected(found.get(), conditions);
    if (counted.isEmpty()) {
      return new SendResult.NotSent(Optional.of(inputs.now()));
    }
    Delivery inspected = counted.get();
    if (conditions.configuration().filter(WebhookConfiguration::enabled).isPresent()) {
      conditions.awaitPace();
    }
    Optional<WebhookConfiguration> configuration = conditions.configuration();
    Optional<NextState> stopped = stopped(id, configuration);
    if (stopped.isPresent()) {
      return stop(inspected, stopped.get());
    }
    Optional<MadeAttempt> made =
        attempt.make(inspected, subject(inspected, configuration.get(), conditions), conditions);
    if (made.isPresent()) {
      return completion.complete(made.get(), configuration.get(), probe);
    }
    boolean isClaimed = conditions.isCurrent(configuration.get());
    Duration wait = isClaimed ? AttemptClaim.LEASE : Duration.ZERO;
    return new SendResult.NotSent(Optional.of(inputs.now().plus(wait)));
  }

  /// Returns the state with which the configuration ends the delivery's round; empty if the round
  /// continues.
  private Optional<NextState> stopped(DeliveryId id, Optional<WebhookConfiguration> configuration) {
    if (configuration.isEmpty()) {
      return Optional.of(NextState.failed(NextState.CONFIGURATION_DELETED));
    }
    if (configuration.get().enabled()) {
      return Optional.empty();
    }
    warnings.health().notifyIfDisabled(configuration.get(), id);
    return Optional.of(
        NextState.held(
            NextState.CONFIGURATION_DISABLED, inputs.now().plus(DueDelivery.HELD_CHECK)));
  }

  /// Ends the round of a delivery whose receiver has failed for too long, since `since`.
  SendResult giveUp(DeliveryId id, Instant since, SendConditions conditions) {
    NextState failed =
        NextState.failed(
            "its receiver has failed since " + since.truncatedTo(ChronoUnit.SECONDS), inputs.now());
    return end(id, stopped(id, conditions.configuration()).orElse(failed));
  }

  /// Ends the round of a pending delivery, and tells operators if it failed.
  private SendResult end(DeliveryId id, NextState stopped) {
    Optional<Delivery> found =
        deliveries.find(id).filter(delivery -> delivery.status() == DeliveryStatus.PENDING);
    if (found.isEmpty()) {
      return new SendResult.NotSent(Optional.empty());
    }
    SendResult ended = stop(found.get(), stopped);
    warnings.ends().notifyIfFailed(id);
    return ended;
  }

  /// Returns the result if no attempt may be made now; empty if an attempt may be made.
  private Optional<SendResult> waits(Delivery delivery) {
    if (delivery.status() != DeliveryStatus.PENDING) {
      return Optional.of(new SendResult.NotSent(Optional.empty()));
    }
    return delivery
        .progress()
        .leasedUntil()
        .or(() -> delivery.progress().dueAt())
        .filter(inputs.now()::isBefore)
        .map(until -> new SendResult.NotSent(Optional.of(until)));
  }

  /// Returns the delivery with its inspection; empty if counting other reports takes too long.
  private Optional<Delivery> inspected(Delivery delivery, SendConditions conditions)
      throws InterruptedException {
    if (delivery.inspection().isPresent()) {
      return Optional.of(delivery);
    }
    if (!counting.tryAcquire(COUNTING_SLOT_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
      return Optional.empty();
    }
    try {
      ReportLookup lookup = reports.lookUp(delivery.report());
      CountingBounds bounds = CountingBounds.until(conditions.countUntil());
      return Optional.of(
          delivery.inspected(inspector.inspect(lookup, bounds, conditions.wantsSha256())));
    } finally {
      counting.release();
    }
  }

  private DeliveryAttempt.Subject subject(
      Delivery inspected, WebhookConfiguration configuration, SendConditions conditions) {
    return new DeliveryAttempt.Subject(
        WebhookPayload.taskName(inspected, task -> conditions.task(task, owners.tasks())),
        configuration,
        inspected.inspection().orElseThrow());
  }

  private SendResult stop(Delivery delivery, NextState stopped) {
    if (deliveries.stop(delivery, inputs.now(), stopped)) {
      inputs.tally().moved(delivery, stopped.status());
      inputs
          .metrics()
          .count(
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
    return new SendResult.NotSent(Optional.empty());
  }
}
