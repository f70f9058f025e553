package io.cdrwebhooks.dispatch;

import io.cdrwebhooks.configuration.WebhookConfiguration;
import io.cdrwebhooks.delivery.Attempt;
import io.cdrwebhooks.delivery.AttemptNumber;
import io.cdrwebhooks.delivery.Deliveries;
import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.delivery.DeliveryStatus;
import io.cdrwebhooks.delivery.DueAttempts;
import io.cdrwebhooks.delivery.DueWork;
import io.cdrwebhooks.delivery.Following;
import io.cdrwebhooks.log.EventLog;
import io.cdrwebhooks.log.Metric;
import io.cdrwebhooks.log.Metrics;
import io.cdrwebhooks.statistics.Tally;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.DoubleSupplier;

/// After an attempt: what follows from it, its record, and who must hear of it.
///
/// What the attempt says of its receiver is noted before the record: were it lost, nobody would ask
/// again, while an attempt that could not be recorded is made again. Whatever fails after the
/// record is found again: the next attempt and a failure's notice stand in the due index.
final class Aftermath {
  private final Deliveries deliveries;
  private final DueAttempts dueAttempts;
  private final Pace pace;
  private final HealthWatch health;
  private final EndNotices endNotices;
  private final InstantSource clock;
  private final DoubleSupplier jitter;
  private final EventLog log;
  private final Metrics metrics;
  private final Tally tally;

  Aftermath(
      Dispatch.Stores stores, Dispatch.Outside outside, Pace pace, Surroundings surroundings) {
    this.deliveries = stores.deliveries();
    this.dueAttempts = outside.dueAttempts();
    this.pace = pace;
    this.health = new HealthWatch(stores.configurations(), outside.notices(), surroundings);
    this.endNotices = new EndNotices(deliveries, outside.notices(), pace, surroundings);
    this.clock = surroundings.clock();
    this.jitter = surroundings.jitter();
    this.log = surroundings.log();
    this.metrics = surroundings.metrics();
    this.tally = surroundings.tally();
  }

  void of(DeliveryAttempt.Made made, WebhookConfiguration configuration) {
    AttemptRecord record = new AttemptRecord(made);
    if (!made.delivery().isTest() || record.isGone()) {
      health.note(configuration, record, made.delivery().id());
    }
    Following following = following(record, made.delivery());
    Attempt attempt =
        record.attempt(
            following.status() == DeliveryStatus.PENDING ? following.dueAt() : Optional.empty());
    Deliveries.Completion completion = deliveries.complete(made.claim(), attempt, following);
    log(made.delivery(), attempt, completion);
    count(attempt, following, completion);
    countAtOnce(made.delivery(), record);
    tally.attempted(made.delivery(), attempt);
    if (completion == Deliveries.Completion.COMPLETED) {
      tally.moved(made.delivery(), following.status());
      remind(made.delivery(), following);
    }
  }

  private Following following(AttemptRecord record, Delivery delivery) {
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
    return pace.schedule()
        .next(
            record.made().claim().number(),
            record.endedAt(),
            record.retryAfter(),
            jitter.getAsDouble())
        .map(Following::again)
        .orElseGet(() -> Following.failed("the last attempt failed: " + record.reason(), now()));
  }

  /// The next attempt's message, or at once what is to be said of the end.
  private void remind(Delivery delivery, Following following) {
    switch (following.status()) {
      case PENDING -> {
        Duration wait = Duration.between(now(), following.dueAt().orElseThrow());
        if (wait.compareTo(pace.longestMessageDelay()) <= 0) {
          dueAttempts.send(
              new DueWork.OfDelivery(delivery.id()), wait.isNegative() ? Duration.ZERO : wait);
        }
      }
      case FAILED ->
          deliveries
              .find(delivery.id())
              .filter(now -> now.status() == DeliveryStatus.FAILED)
              .ifPresent(endNotices::tellOfFailure);
      case DELIVERED, HELD, UNROUTED -> {}
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
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }
}
