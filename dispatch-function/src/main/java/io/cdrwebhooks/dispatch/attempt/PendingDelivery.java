package io.cdrwebhooks.dispatch.attempt;

import io.cdrwebhooks.configuration.WebhookConfiguration;
import io.cdrwebhooks.delivery.AttemptClaim;
import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.delivery.DeliveryId;
import io.cdrwebhooks.delivery.DeliveryStatus;
import io.cdrwebhooks.delivery.NextState;
import io.cdrwebhooks.delivery.WebhookPayload;
import io.cdrwebhooks.dispatch.inputs.DispatchServices;
import io.cdrwebhooks.dispatch.inputs.DispatchStores;
import io.cdrwebhooks.dispatch.inputs.Pace;
import io.cdrwebhooks.dispatch.inputs.RuntimeInputs;
import io.cdrwebhooks.lane.Lane;
import io.cdrwebhooks.lane.SendResult;
import io.cdrwebhooks.log.EventLog;
import io.cdrwebhooks.log.Metric;
import io.cdrwebhooks.report.CountingBounds;
import io.cdrwebhooks.report.ReportInspector;
import io.cdrwebhooks.report.ReportLookup;
import io.cdrwebhooks.work.DueWork;
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
public final class PendingDelivery {
  /// The most reports that one process counts at once, because of the function's memory.
  private static final int MAX_COUNTED = 10;

  /// The longest wait of a delivery for a free place to count. Then it goes back to its lane.
  private static final Duration COUNTING_SLOT_TIMEOUT = Duration.ofSeconds(5);

  /// The number of workers' deaths in a row after which a delivery fails. A worker serves several
  /// lanes, and another lane's delivery may have killed it, so three deaths can be a coincidence.
  private static final int MAX_DEATHS = 5;

  /// Nothing was sent, and the lane need not try again.
  private static final SendResult NOT_SENT = new SendResult.NotSent(Optional.empty());

  private final Semaphore counting = new Semaphore(MAX_COUNTED, true);
  private final DispatchStores stores;
  private final ReportInspector inspector;
  private final DeliveryAttempt attempt;
  private final AttemptCompletion completion;
  private final Warnings warnings;
  private final RuntimeInputs inputs;
  private final EventLog log;

  public PendingDelivery(
      DispatchStores stores,
      DispatchServices services,
      Pace pace,
      Warnings warnings,
      RuntimeInputs inputs) {
    this.stores = stores;
    this.inspector = new ReportInspector(stores.reports(), inputs.clock(), inputs.log());
    this.attempt = new DeliveryAttempt(stores, services, inputs);
    this.completion = new AttemptCompletion(stores.deliveries(), warnings, pace, inputs);
    this.warnings = warnings;
    this.inputs = inputs;
    this.log = inputs.log();
  }

  /// Returns the conditions for the attempts of a lane, which was acquired because of `work`. `end`
  /// is when the invocation must be over.
  public SendConditions conditions(Lane held, DueWork.OfLane work, Instant end) {
    return new SendConditions(stores, inputs, held, work, end);
  }

  /// Makes an attempt.
  ///
  /// If a holder died before, this stores a note meanwhile. A delivery whose attempts have killed
  /// [#MAX_DEATHS] workers in a row fails.
  public SendResult attempt(DeliveryId id, AttemptKind kind, SendConditions conditions)
      throws InterruptedException {
    if (!conditions.beginNoted()) {
      return attemptIfDue(id, kind, conditions);
    }
    Instant leasedUntil = conditions.leasedUntil();
    try {
      return stores
              .notes()
              .begin(id.value(), leasedUntil.getEpochSecond(), inputs.now(), MAX_DEATHS)
          ? attemptIfDue(id, kind, conditions)
          : endRoundAndNotify(
              id, NextState.failed("five of its attempts killed their worker", inputs.now()));
    } finally {
      removeNote(id, conditions.leasedUntil());
      conditions.endNoted();
    }
  }

  /// Removes the note of an attempt that its worker survived. A fault must not hide the result of
  /// the attempt: a note that stays counts as one death.
  private void removeNote(DeliveryId id, Instant until) throws InterruptedException {
    try {
      boolean _ = inputs.retryUntil(() -> stores.notes().end(id.value()), id, until);
    } catch (RuntimeException fault) {
      log.error("note.not-removed", fault, "deliveryId", id);
    }
  }

  private SendResult attemptIfDue(DeliveryId id, AttemptKind kind, SendConditions conditions)
      throws InterruptedException {
    Optional<Delivery> found = conditions.takeDelivery(id);
    if (found.isEmpty()) {
      log.warn("delivery.unknown", "deliveryId", id);
      return NOT_SENT;
    }
    if (found.get().status() != DeliveryStatus.PENDING) {
      return NOT_SENT;
    }
    Optional<Instant> notBefore = notBefore(found.get()).filter(inputs.now()::isBefore);
    if (notBefore.isPresent()) {
      return new SendResult.NotSent(notBefore);
    }
    Optional<NextState> ended = endOfRound(id, conditions.configuration());
    if (ended.isPresent()) {
      return endRound(found.get(), ended.get()); // its lines need no counting
    }
    Optional<Delivery> inspected = inspected(found.get(), conditions);
    return inspected.isPresent()
        ? attemptInspected(inspected.get(), kind, conditions)
        : notSentUntil(inputs.now());
  }

  /// Returns the earliest time of the next attempt: another worker may have claimed one, or it is
  /// due later.
  private static Optional<Instant> notBefore(Delivery delivery) {
    return delivery.progress().leasedUntil().or(() -> delivery.progress().dueAt());
  }

  /// Reads the configuration again after counting the lines and waiting for the pace: both take
  /// time, and the attempt must use the current configuration.
  private SendResult attemptInspected(
      Delivery inspected, AttemptKind kind, SendConditions conditions) throws InterruptedException {
    if (conditions.configuration().filter(WebhookConfiguration::enabled).isPresent()) {
      conditions.awaitPace();
    }
    Optional<WebhookConfiguration> configuration = conditions.configuration();
    Optional<NextState> ended = endOfRound(inspected.id(), configuration);
    return ended.isPresent()
        ? endRound(inspected, ended.get())
        : send(inspected, kind, configuration.orElseThrow(), conditions);
  }

  private SendResult send(
      Delivery inspected,
      AttemptKind kind,
      WebhookConfiguration configuration,
      SendConditions conditions)
      throws InterruptedException {
    String taskName = WebhookPayload.taskName(inspected, conditions::task);
    Optional<MadeAttempt> made =
        attempt.make(
            inspected,
            new DeliveryAttempt.Subject(
                taskName, configuration, inspected.inspection().orElseThrow()),
            conditions);
    if (made.isPresent()) {
      return completion.complete(made.get(), configuration, kind);
    }
    // Another worker has claimed the attempt, unless the configuration has changed.
    boolean isClaimed = conditions.isCurrent(configuration);
    return notSentUntil(inputs.now().plus(isClaimed ? AttemptClaim.LEASE : Duration.ZERO));
  }

  private static SendResult notSentUntil(Instant dueAt) {
    return new SendResult.NotSent(Optional.of(dueAt));
  }

  /// Returns the state with which the configuration ends the delivery's round; empty if the round
  /// continues.
  private Optional<NextState> endOfRound(
      DeliveryId id, Optional<WebhookConfiguration> configuration) {
    if (configuration.isEmpty()) {
      return Optional.of(NextState.failed(NextState.CONFIGURATION_DELETED));
    }
    if (configuration.get().enabled()) {
      return Optional.empty();
    }
    warnings.health().notifyIfDisabled(configuration.get(), id);
    return Optional.of(
        NextState.held(NextState.CONFIGURATION_DISABLED, inputs.now().plus(Pace.HELD_CHECK)));
  }

  /// Ends the round of a delivery whose receiver has failed for too long, since `since`.
  public SendResult giveUp(DeliveryId id, Instant since, SendConditions conditions) {
    NextState failed =
        NextState.failed(
            "its receiver has failed since " + since.truncatedTo(ChronoUnit.SECONDS), inputs.now());
    return endRoundAndNotify(id, endOfRound(id, conditions.configuration()).orElse(failed));
  }

  /// Ends the round of a pending delivery, and notifies operators if it failed.
  private SendResult endRoundAndNotify(DeliveryId id, NextState ended) {
    Optional<Delivery> found =
        stores
            .deliveries()
            .find(id)
            .filter(delivery -> delivery.status() == DeliveryStatus.PENDING);
    if (found.isEmpty()) {
      return NOT_SENT;
    }
    SendResult result = endRound(found.get(), ended);
    warnings.ends().notifyIfFailed(id);
    return result;
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
      ReportLookup lookup = stores.reports().lookUp(delivery.report());
      CountingBounds bounds = CountingBounds.until(conditions.countUntil());
      return Optional.of(
          delivery.inspected(inspector.inspect(lookup, bounds, conditions.wantsSha256())));
    } finally {
      counting.release();
    }
  }

  private SendResult endRound(Delivery delivery, NextState ended) {
    if (stores.deliveries().stop(delivery, inputs.now(), ended)) {
      inputs.tally().moved(delivery, ended.status());
      boolean isHeld = ended.status() == DeliveryStatus.HELD;
      inputs.metrics().count(isHeld ? Metric.DELIVERIES_HELD : Metric.DELIVERIES_FAILED);
      log.info(
          "delivery.stopped",
          "deliveryId",
          delivery.id(),
          "status",
          ended.status(),
          "reason",
          ended.reason());
    }
    return NOT_SENT;
  }
}
