package io.cdrwebhooks.dispatch.attempt;

import io.cdrwebhooks.configuration.WebhookConfiguration;
import io.cdrwebhooks.delivery.Attempt;
import io.cdrwebhooks.delivery.AttemptNumber;
import io.cdrwebhooks.delivery.AttemptOutcome;
import io.cdrwebhooks.delivery.Deliveries;
import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.delivery.DeliveryStatus;
import io.cdrwebhooks.delivery.NextState;
import io.cdrwebhooks.dispatch.inputs.Pace;
import io.cdrwebhooks.dispatch.inputs.RuntimeInputs;
import io.cdrwebhooks.json.Json;
import io.cdrwebhooks.lane.SendResult;
import io.cdrwebhooks.log.Metric;
import io.cdrwebhooks.log.Metrics;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Completes an attempt: decides the delivery's next state, records both, and sends the notices.
///
/// It records the receiver's health before the attempt. If the process dies in between, the
/// repeated attempt records the health again; in the other order, a 410 could be lost. A fault
/// after the record loses nothing: the next attempt waits in the lane, and the notice of a failure
/// waits in the due index.
record AttemptCompletion(
    Deliveries deliveries, Warnings warnings, Pace pace, RuntimeInputs inputs) {
  /// Completes an attempt.
  SendResult complete(MadeAttempt made, WebhookConfiguration configuration, AttemptKind kind)
      throws InterruptedException {
    Delivery delivery = made.delivery();
    recordHealth(configuration, made);
    NextState nextState = nextState(made, kind);
    Optional<Instant> nextAt =
        nextState.status() == DeliveryStatus.PENDING ? nextState.dueAt() : Optional.empty();
    Attempt attempt = made.attempt(kind == AttemptKind.PROBE ? Optional.empty() : nextAt);
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
    return sendResult(made, kind, nextAt);
  }

  /// Returns what the attempt shows the lane about the receiver.
  private static SendResult sendResult(
      MadeAttempt made, AttemptKind kind, Optional<Instant> nextAt) {
    if (made.isForNextSignature()) {
      // The result does not show whether the receiver accepts the current Signature.
      return new SendResult.Inconclusive();
    }
    if (made.delivered()) {
      return new SendResult.Delivered();
    }
    // A failed test or a 410 does not predict the failure of other deliveries, but the next probe
    // must pause.
    return kind == AttemptKind.REGULAR && (made.delivery().isTest() || made.isGone())
        ? new SendResult.Inconclusive()
        : new SendResult.Failed(made.retryAfter(), nextAt);
  }

  /// Records the receiver's health. Tests do not count, except that a 410 to the current Signature
  /// disables the configuration.
  ///
  /// A fault is only logged: the record of the attempt matters more, and the next attempt records
  /// the health again.
  private void recordHealth(WebhookConfiguration configuration, MadeAttempt made) {
    Delivery delivery = made.delivery();
    if (delivery.isTest() && (made.isForNextSignature() || !made.isGone())) {
      return;
    }
    try {
      warnings.health().record(configuration, made, delivery.id());
    } catch (RuntimeException fault) {
      inputs.log().error("health.not-recorded", fault, "configurationId", configuration.id());
    }
  }

  private NextState nextState(MadeAttempt made, AttemptKind kind) {
    Delivery delivery = made.delivery();
    if (made.delivered()) {
      return NextState.delivered(inputs.now().plus(pace.linkUnusedAfter()));
    }
    if (made.isGone() && !made.isForNextSignature()) {
      return NextState.held(
          "the receiver answered 410: its configuration is disabled",
          inputs.now().plus(Pace.HELD_CHECK));
    }
    if (delivery.isTest()) {
      return NextState.failed("a test is tried once: " + made.reason());
    }
    int probes = delivery.progress().probes();
    if (kind == AttemptKind.PROBE) {
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
    inputs
        .log()
        .info(
            attempt.outcome() == AttemptOutcome.DELIVERED ? "attempt.delivered" : "attempt.failed",
            Json.object(
                "deliveryId", delivery.id(),
                "taskId", delivery.taskId(),
                "attempt", attempt.number(),
                "statusCode",
                    attempt.statusCode().isPresent() ? attempt.statusCode().getAsInt() : "",
                "reason", attempt.reason(),
                "durationMs", attempt.duration().toMillis(),
                "nextAttemptAt", attempt.nextAttemptAt().map(Instant::toString).orElse(""),
                "recorded", completion == Deliveries.Completion.COMPLETED));
  }

  private void count(Attempt attempt, NextState nextState, Deliveries.Completion completion) {
    Metrics metrics = inputs.metrics();
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
      Duration took = Duration.between(delivery.createdAt(), made.endedAt());
      inputs.metrics().count(Metric.DELIVERED_AT_ONCE);
      inputs.metrics().add(Metric.DELIVERED_AT_ONCE_MILLIS, took.toMillis());
    }
  }
}
