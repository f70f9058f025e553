package io.cdrwebhooks.dispatch;

import io.cdrwebhooks.configuration.WebhookConfiguration;
import io.cdrwebhooks.delivery.Attempt;
import io.cdrwebhooks.delivery.AttemptNumber;
import io.cdrwebhooks.delivery.Deliveries;
import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.delivery.DeliveryId;
import io.cdrwebhooks.delivery.DeliveryStatus;
import io.cdrwebhooks.delivery.Following;
import io.cdrwebhooks.lane.Ended;
import io.cdrwebhooks.log.EventLog;
import io.cdrwebhooks.log.Metric;
import io.cdrwebhooks.log.Metrics;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/// Completes an attempt that was made: decides what follows, records it, and tells who must hear of
/// it.
///
/// What the attempt says of its receiver is noted before the record: were it lost, nobody would ask
/// again, while an attempt that could not be recorded is made again. Whatever fails after the
/// record is found again: the next attempt waits in the lane, a failure's notice in the due index.
final class AttemptCompletion {
  private final Deliveries deliveries;
  private final Pace pace;
  private final HealthWatch health;
  private final EndNotices endNotices;
  private final Surroundings surroundings;
  private final EventLog log;
  private final Metrics metrics;

  AttemptCompletion(
      Dispatch.Stores stores, Dispatch.Outside outside, Pace pace, Surroundings surroundings) {
    this.deliveries = stores.deliveries();
    this.pace = pace;
    this.health = new HealthWatch(stores.configurations(), outside.notices(), surroundings);
    this.endNotices = new EndNotices(deliveries, outside.notices(), pace, surroundings);
    this.surroundings = surroundings;
    this.log = surroundings.log();
    this.metrics = surroundings.metrics();
  }

  /// `probe` is whether the attempt probed a receiver that fails: then it uses up no step.
  Ended complete(DeliveryAttempt.Made made, WebhookConfiguration configuration, boolean probe)
      throws InterruptedException {
    AttemptRecord record = new AttemptRecord(made);
    Delivery delivery = made.delivery();
    if (!delivery.isTest() || record.isGone()) {
      note(configuration, record, delivery.id());
    }
    Following following = following(record, delivery, probe);
    Optional<Instant> nextAt =
        following.status() == DeliveryStatus.PENDING ? following.dueAt() : Optional.empty();
    Attempt attempt = record.attempt(probe ? Optional.empty() : nextAt);
    // The receiver has been told, and only the record says so.
    Deliveries.Completion completion =
        surroundings.persistently(
            () -> deliveries.complete(made.claim(), attempt, following),
            delivery.id(),
            made.claim().leasedUntil());
    log(delivery, attempt, completion);
    count(attempt, following, completion);
    countAtOnce(delivery, record);
    surroundings.tally().attempted(delivery, attempt);
    if (completion == Deliveries.Completion.COMPLETED) {
      surroundings.tally().moved(delivery, following.status());
      tellOfFailure(delivery, following);
    }
    if (record.delivered()) {
      return new Ended.Delivered();
    }
    return delivery.isTest() || record.isGone()
        ? new Ended.NotSent(Optional.empty())
        : new Ended.Failed(record.retryAfter(), nextAt);
  }

  /// A note that is lost is made after the next attempt; the record matters more.
  private void note(WebhookConfiguration configuration, AttemptRecord record, DeliveryId delivery) {
    try {
      health.note(configuration, record, delivery);
    } catch (RuntimeException fault) {
      log.error("health.not-noted", fault, "configurationId", configuration.id());
    }
  }

  private Following following(AttemptRecord record, Delivery delivery, boolean probe) {
    if (record.delivered()) {
      return Following.delivered(now().plus(pace.linkUnusedAfter()));
    }
    if (record.isGone()) {
      return Following.held(
          "the receiver answered 410: its configuration is disabled",
          now().plus(DueDelivery.HELD_CHECK));
    }
    if (delivery.isTest()) {
      return Following.failed("a test is tried once: " + record.reason());
    }
    int probes = delivery.progress().probes();
    if (probe) {
      return Following.again(delivery.progress().dueAt().orElseThrow(), probes + 1);
    }
    return pace.schedule()
        .next(
            record.made().claim().number().number() - probes,
            record.endedAt(),
            record.retryAfter(),
            surroundings.jitter().getAsDouble())
        .map(at -> Following.again(at, probes))
        .orElseGet(() -> Following.failed("the last attempt failed: " + record.reason(), now()));
  }

  private void tellOfFailure(Delivery delivery, Following following) {
    if (following.status() == DeliveryStatus.FAILED) {
      deliveries
          .find(delivery.id())
          .filter(now -> now.status() == DeliveryStatus.FAILED)
          .ifPresent(endNotices::tellOfFailure);
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

  private void count(Attempt attempt, Following following, Deliveries.Completion completion) {
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
        switch (following.status()) {
          case FAILED -> metrics.count(Metric.DELIVERIES_FAILED);
          case HELD -> metrics.count(Metric.DELIVERIES_HELD);
          case PENDING, DELIVERED, UNROUTED -> {}
        }
      }
    }
  }

  /// Attempts again say how patient a schedule is, not how fast this is.
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
    return surroundings.clock().instant().truncatedTo(ChronoUnit.MILLIS);
  }
}
