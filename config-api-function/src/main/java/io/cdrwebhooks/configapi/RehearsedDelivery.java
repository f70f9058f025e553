package io.cdrwebhooks.configapi;

import io.cdrwebhooks.configuration.CdrTask;
import io.cdrwebhooks.configuration.WebhookConfiguration;
import io.cdrwebhooks.delivery.Attempt;
import io.cdrwebhooks.delivery.AttemptNumber;
import io.cdrwebhooks.delivery.AttemptOutcome;
import io.cdrwebhooks.delivery.AttemptTimings;
import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.delivery.DeliveryId;
import io.cdrwebhooks.delivery.DeliveryProgress;
import io.cdrwebhooks.delivery.DeliveryStatus;
import io.cdrwebhooks.delivery.LinkUse;
import io.cdrwebhooks.delivery.SentRequest;
import io.cdrwebhooks.delivery.WebhookPayload;
import io.cdrwebhooks.report.Inspection;
import io.cdrwebhooks.report.ObjectKey.ReportKey;
import io.cdrwebhooks.report.ReportVersion;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// A made-up delivery with all that one can have: a first attempt was refused, the second delivered
/// it, its link was followed, and something about it is overdue.
record RehearsedDelivery(CdrTask task, WebhookConfiguration configuration, Instant now) {
  static final DeliveryId ID = new DeliveryId("dlv_" + "0".repeat(32));

  private static final Inspection INSPECTION = new Inspection(1, "");
  private static final Duration PHASE = Duration.ofMillis(1);
  private static final Duration AGO = Duration.ofHours(1);

  Delivery delivery() {
    return new Delivery(
        ID,
        task.taskId(),
        Optional.of(configuration.id()),
        new ReportVersion(
            "rehearsal",
            new ReportKey(task.taskId(), "rehearsal.zip", false),
            Optional.of("rehearsal")),
        1,
        Optional.of(INSPECTION),
        now.minus(AGO),
        new DeliveryProgress(
            DeliveryStatus.DELIVERED,
            "",
            new AttemptNumber(1, 2),
            Optional.empty(),
            Optional.of(now.minus(AGO)),
            Optional.of(new LinkUse(now, 1, now, "192.0.2.1"))));
  }

  /// In the order in which they were made.
  List<Attempt> attempts() {
    return List.of(
        attempt(1, 503, AttemptOutcome.REJECTED, "The receiver answered 503.", Optional.of(now)),
        attempt(2, 200, AttemptOutcome.DELIVERED, "", Optional.empty()));
  }

  private Attempt attempt(
      int number, int status, AttemptOutcome outcome, String reason, Optional<Instant> next) {
    return new Attempt(
        new AttemptNumber(1, number),
        now.minus(AGO),
        PHASE,
        new AttemptTimings(
            Optional.of(PHASE), Optional.of(PHASE), Optional.of(PHASE), Optional.of(PHASE)),
        Optional.of("192.0.2.1:443"),
        OptionalInt.of(status),
        outcome,
        reason,
        "rehearsed",
        next,
        Optional.of(new SentRequest(configuration.url(), payload(), 1)));
  }

  private WebhookPayload payload() {
    return new WebhookPayload(
            URI.create("https://cdr.example/made-up"),
            now.truncatedTo(ChronoUnit.SECONDS),
            "rehearsal.zip",
            1,
            INSPECTION,
            task.taskName(),
            task.taskId())
        .withoutToken();
  }
}
