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
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/// Completes an attempt: decides the delivery's next state, records both, and sends the notices.
///
/// It records the receiver's health before the attempt. If the health were lost, nothing would
/// repeat it, while an attempt that could not be recorded is made again. Work that fails after the
/// record is not lost: the next attempt waits in the lane, and the notice of a failure in the due
/// index.
final class AttemptCompletion {
  private final Deliveries deliveries;
  private final Pace pace;
  private final HealthWatch health;
  private final EndNotices endNotices;
  private final RuntimeInputs inputs;
  private final EventLog log;
  private final Metrics metrics;

  AttemptCompletion(
      Dispatch.Stores stores,
      Dispatch.Collaborators collaborators,
      Pace pace,
      RuntimeInputs inputs) {
    this.deliveries = stores.deliveries();
    this.pace = pace;
    this.health = new HealthWatch(stores.configurations(), collaborators.notices(), inputs);
    this.endNotices = new EndNotices(stores, collaborators.notices(), pace, inputs);
    this.inputs = inputs;
    this.log = inputs.log();
    this.metrics = inputs.metrics();
  }

  /// Completes an attempt. `probe` says whether it probed a failing receiver: then it uses up no
  /// step of the schedule.
  SendResult complete(DeliveryAttempt.Made made, WebhookConfiguration configuration, boolean probe)
      throws InterruptedException {
    AttemptRecord record = new AttemptRecord(made);
    Delivery delivery = made.delivery();
    if (!delivery.isTest() || record.isGone()) {
      note(configuration, record, delivery.id());
    }
    NextState nextState = nextState(record, delivery, probe);
    Optional<Instant> nextAt =
        nextState.status() == DeliveryStatus.PENDING ? nextState.dueAt() : Optional.empty();
    Attempt attempt = record.attempt(probe ? Optional.empty() : nextAt);
    // The receiver has the delivery, and only this record shows it.
    Deliveries.Completion completion =
        inputs.persistently(
            () -> deliveries.complete(made.claim(), attempt, nextState),
            delivery.id(),
            made.claim().leasedUntil());
    log(delivery, attempt, completion);
    count(attempt, nextState, completion);
    countAtOnce(delivery, record);
    inputs.tally().attempted(delivery, attempt);
    if (completion == Deliveries.Completion.COMPLETED) {
      inputs.tally().moved(delivery, nextState.status());
      notifyOfFailure(delivery, nextState);
    }
    if (record.delivered()) {
      return new SendResult.Delivered();
    }
    return delivery.isTest() || record.isGone()
        ? new SendResult.NotSent(Optional.empty())
        : new SendResult.Failed(record.retryAfter(), nextAt);
  }

  /// Records the receiver's health. A fault is only logged: the record of the attempt matters more,
  /// and the next attempt records the health again.
  private void note(WebhookConfiguration configuration, AttemptRecord record, DeliveryId delivery) {
    try {
      health.note(configuration, record, delivery);
    } catch (RuntimeException fault) {
      log.error("health.not-noted", fault, "configurationId", configuration.id());
    }
  }

  private NextState nextState(AttemptRecord record, Delivery delivery, boolean probe) {
    if (record.delivered()) {
      return NextState.delivered(now().plus(pace.linkUnusedAfter()));
    }
    if (record.isGone()) {
      return NextState.held(
          "the receiver answered 410: its configuration is disabled",
          now().plus(DueDelivery.HELD_CHECK));
    }
    if (delivery.isTest()) {
      return NextState.failed("a test is tried once: " + record.reason());
    }
    int probes = delivery.progress().probes();
    if (probe) {
      return NextState.again(delivery.progress().dueAt().orElseThrow(), probes + 1);
    }
    return pace.schedule()
        .next(
            record.made().claim().number().number() - probes,
            record.endedAt(),
            record.retryAfter(),
            inputs.jitter().getAsDouble())
        .map(at -> NextState.again(at, probes))
        .orElseGet(() -> NextState.failed("the last attempt failed: " + record.reason(), now()));
  }

  private void notifyOfFailure(Delivery delivery, NextState nextState) {
    if (nextState.status() == DeliveryStatus.FAILED) {
      deliveries
          .find(delivery.id())
          .filter(now -> now.status() == DeliveryStatus.FAILED)
          .ifPresent(endNotices::notifyOfFailure);
    }
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

  /// Counts first attempts only: later ones measure the schedule, not the speed of the system.
  private void countAtOnce(Delivery delivery, AttemptRecord record) {
    if (record.delivered()
        && !delivery.isTest()
        && record.made().claim().number().equals(AttemptNumber.NONE.next())) {
      metrics.count(Metric.DELIVERED_AT_ONCE);
      metrics.add(
          Metric.DELIVERED_AT_ONCE_MILLIS,
          Duration.between(delivery.createdAt(), record.endedAt()).toMillis());
    }
  }

  private Instant now() {
    return inputs.clock().instant().truncatedTo(ChronoUnit.MILLIS);
  }
}
