package io.cdrwebhooks.dispatch;

import io.cdrwebhooks.configuration.WebhookConfiguration;
import io.cdrwebhooks.delivery.Attempt;
import io.cdrwebhooks.delivery.AttemptNumber;
import io.cdrwebhooks.delivery.Deliveries;
import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.delivery.DeliveryId;
import io.cdrwebhooks.delivery.DeliveryStatus;
import io.cdrwebhooks.delivery.NextState;
import io.cdrwebhooks.lane.SendResult;
import io.cdrwebhooks.log.EventLog;
import io.cdrwebhooks.log.Metric;
import io.cdrwebhooks.log.Metrics;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Completes an attempt: decides the delivery's next state, records both, and sends the notices.
///
/// It records the receiver's health before the attempt: an attempt whose record fails is made
/// again, but nothing would repeat a lost entry of the health. A fault after the record loses
/// nothing: the next attempt waits in the lane, and the notice of a failure waits in the due index.
final class AttemptCompletion {
  private final Deliveries deliveries;
  private final Dispatch.Warnings warnings;
  private final Pace pace;
  private final RuntimeInputs inputs;
  private final EventLog log;
  private final Metrics metrics;

  AttemptCompletion(
      Deliveries deliveries, Dispatch.Warnings warnings, Pace pace, RuntimeInputs inputs) {
    this.deliveries = deliveries;
    this.warnings = warnings;
    this.pace = pace;
    this.inputs = inputs;
    this.log = inputs.log();
    this.metrics = inputs.metrics();
  }

  /// Completes an attempt. `probe` says whether it probed a failing receiver; a probe uses up no
  /// step of the retry schedule.
  SendResult complete(MadeAttempt made, WebhookConfiguration configuration, boolean probe)
      throws InterruptedException {
    Delivery delivery = made.delivery();
    boolean forNextSignature = delivery.report().key().forNextSignature();
    if (!delivery.isTest() || (made.isGone() && !forNextSignature)) {
      note(configuration, made, delivery.id());
    }
    NextState nextState = nextState(made, delivery, probe);
    Optional<Instant> nextAt =
        nextState.status() == DeliveryStatus.PENDING ? nextState.dueAt() : Optional.empty();
    Attempt attempt = made.attempt(probe ? Optional.empty() : nextAt);
    // Only this record shows that the receiver has accepted the delivery.
    Deliveries.Completion completion =
        inputs.retryUntil(
            () -> deliveries.complete(made.claim(), attempt, nextState),
            delivery.id(),
            made.claim().leasedUntil());
    log(delivery, attempt, completion);
    count(attempt, nextState, completion);
    countAtOnce(delivery, made);
    inputs.tally().attempted(delivery, attempt);
    if (completion == Deliveries.Completion.COMPLETED) {
      inputs.tally().moved(delivery, nextState.status());
      if (nextState.status() == DeliveryStatus.FAILED) {
        warnings.ends().notifyIfFailed(delivery.id());
      }
    }
    if (forNextSignature) {
      // The result does not show whether the receiver accepts the present Signature.
      return new SendResult.NotSent(Optional.empty());
    }
    if (made.delivered()) {
      return new SendResult.Delivered();
    }
    // A failed test or a 410 does not predict the failure of other deliveries, but the next probe
    // must pause.
    return !probe && (delivery.isTest() || made.isGone())
        ? new SendResult.NotSent(Optional.empty())
        : new SendResult.Failed(made.retryAfter(), nextAt);
  }

  /// Records the receiver's health. A fault is only logged: the record of the attempt matters more,
  /// and the next attempt records the health again.
  private void note(WebhookConfiguration configuration, MadeAttempt made, DeliveryId delivery) {
    try {
      warnings.health().note(configuration, made, delivery);
    } catch (RuntimeException fault) {
      log.error("health.not-noted", fault, "configurationId", configuration.id());
    }
  }

  private NextState nextState(MadeAttempt made, Delivery delivery, boolean probe) {
    if (made.delivered()) {
      return NextState.delivered(inputs.now().plus(pace.linkUnusedAfter()));
    }
    if (made.isGone() && !delivery.report().key().forNextSignature()) {
      return NextState.held(
          "the receiver answered 410: its configuration is disabled",
          inputs.now().plus(DueDelivery.HELD_CHECK));
    }
    if (delivery.isTest()) {
      return NextState.failed("a test is tried once: " + made.reason());
    }
    int probes = delivery.progress().probes();
    if (probe) {
      return NextState.again(delivery.progress().dueAt().orElseThrow(), probes + 1, made.reason());
    }
    return pace.schedule()
        .next(
            made.claim().number().number() - probes,
            made.endedAt(),
            made.retryAfter(),
            inputs.jitter().getAsDouble())
        .map(at -> NextState.again(at, probes, made.reason()))
        .orElseGet(
            () -> NextState.failed("the last attempt failed: " + made.reason(), inputs.now()));
  }

  private void log(Delivery delivery, Attempt attempt, Deliveries.Completion completion) {
    log.info(
        switch (attempt.outcome()) {
          case DELIVERED -> "attempt.delivered";
          case REJECTED, UNREACHABLE, BLOCKED -> "attempt.failed";
        },
        "deliveryId",
        delivery.id(),
        "taskId",
        delivery.taskId(),
        "attempt",
        attempt.number(),
        "statusCode",
        attempt.statusCode().isPresent() ? attempt.statusCode().getAsInt() : "",
        "reason",
        attempt.reason(),
        "durationMs",
        attempt.duration().toMillis(),
        "nextAttemptAt",
        attempt.nextAttemptAt().map(Instant::toString).orElse(""),
        "recorded",
        completion == Deliveries.Completion.COMPLETED);
  }

  private void count(Attempt attempt, NextState nextState, Deliveries.Completion completion) {
    metrics.count(
        switch (attempt.outcome()) {
          case DELIVERED -> Metric.ATTEMPTS_DELIVERED;
          case REJECTED -> Metric.ATTEMPTS_REJECTED;
          case UNREACHABLE -> Metric.ATTEMPTS_UNREACHABLE;
          case BLOCKED -> Metric.ATTEMPTS_BLOCKED;
        });
    metrics.add(Metric.ATTEMPT_MILLIS, attempt.duration().toMillis());
    switch (completion) {
      case LEASE_LOST -> metrics.count(Metric.LEASES_LOST);
      case COMPLETED -> {
        switch (nextState.status()) {
          case FAILED -> metrics.count(Metric.DELIVERIES_FAILED);
          case HELD -> metrics.count(Metric.DELIVERIES_HELD);
          case PENDING, DELIVERED, UNROUTED -> {}
        }
      }
    }
  }

  /// Counts only first attempts, since the time of later ones depends on the retry schedule.
  private void countAtOnce(Delivery delivery, MadeAttempt made) {
    if (made.delivered()
        && !delivery.isTest()
        && made.claim().number().equals(AttemptNumber.NONE.next())) {
      metrics.count(Metric.DELIVERED_AT_ONCE);
      metrics.add(
          Metric.DELIVERED_AT_ONCE_MILLIS,
          Duration.between(delivery.createdAt(), made.endedAt()).toMillis());
    }
  }
}
