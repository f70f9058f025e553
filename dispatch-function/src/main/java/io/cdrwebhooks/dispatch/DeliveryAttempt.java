package io.cdrwebhooks.dispatch;

import io.cdrwebhooks.configuration.SignatureKey;
import io.cdrwebhooks.configuration.SignatureVault;
import io.cdrwebhooks.configuration.WebhookConfiguration;
import io.cdrwebhooks.delivery.Attempt;
import io.cdrwebhooks.delivery.AttemptClaim;
import io.cdrwebhooks.delivery.AttemptOutcome;
import io.cdrwebhooks.delivery.Deliveries;
import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.delivery.DeliveryStatus;
import io.cdrwebhooks.delivery.SafeText;
import io.cdrwebhooks.delivery.WebhookPayload;
import io.cdrwebhooks.delivery.WebhookRequest;
import io.cdrwebhooks.dispatch.exchange.ExchangeResult;
import io.cdrwebhooks.dispatch.exchange.ReceiverExchange;
import io.cdrwebhooks.link.AccessToken;
import io.cdrwebhooks.link.CallbackUrls;
import io.cdrwebhooks.link.DownloadLink;
import io.cdrwebhooks.link.DownloadLinks;
import io.cdrwebhooks.log.EventLog;
import io.cdrwebhooks.report.Inspection;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.function.Supplier;

/// One attempt to tell a receiver: claim it, issue a fresh link, sign, send, record what came of
/// it.
///
/// Every step may be repeated: the claim decides who sends, and what is recorded is what was done.
final class DeliveryAttempt {
  /// How long an attempt is ours: the exchange, and time to prepare and to record it.
  static final Duration LEASE = Duration.ofSeconds(60);

  private final Deliveries deliveries;
  private final DownloadLinks links;
  private final SignatureVault vault;
  private final CallbackUrls callbackUrls;
  private final ReceiverExchange exchange;
  private final InstantSource clock;
  private final Supplier<UUID> tokens;
  private final EventLog log;

  DeliveryAttempt(Dispatch.Stores stores, Dispatch.Outside outside, Surroundings surroundings) {
    this.deliveries = stores.deliveries();
    this.links = stores.links();
    this.vault = outside.vault();
    this.callbackUrls = outside.callbackUrls();
    this.exchange = outside.exchange();
    this.clock = surroundings.clock();
    this.tokens = surroundings.tokens();
    this.log = surroundings.log();
  }

  /// What an attempt says, besides the delivery.
  record Subject(String taskName, WebhookConfiguration configuration, Inspection inspection) {}

  /// Makes the attempt; empty if it was made, or the delivery as it stands if somebody else holds
  /// it.
  Optional<Delivery> make(Delivery delivery, Subject subject) throws InterruptedException {
    Instant now = now();
    Delivery inspected = delivery.inspected(subject.inspection());
    return switch (deliveries.claim(inspected, now, now.plus(LEASE))) {
      case Deliveries.Claiming.Claimed(AttemptClaim claim) -> {
        send(claim, inspected, subject);
        yield Optional.empty();
      }
      case Deliveries.Claiming.Refused(Optional<Delivery> current) -> current;
    };
  }

  private void send(AttemptClaim claim, Delivery delivery, Subject subject)
      throws InterruptedException {
    Instant startedAt = now();
    AccessToken token = AccessToken.of(tokens.get());
    DownloadLink link = DownloadLink.issue(token, delivery.id(), delivery.report(), startedAt);
    links.issue(link);
    WebhookRequest request = sign(delivery, subject, token, link, startedAt);
    if (!Duration.between(now(), claim.leasedUntil()).minus(exchange.longest()).isPositive()) {
      throw new IllegalStateException("preparing the attempt took too long for its lease");
    }
    ExchangeResult result = exchange.post(request);
    List<String> secrets = new ArrayList<>(request.signatures());
    secrets.add(token.reveal());
    record(claim, delivery, startedAt, new Outcome(result, secrets));
  }

  private WebhookRequest sign(
      Delivery delivery, Subject subject, AccessToken token, DownloadLink link, Instant now) {
    WebhookConfiguration configuration = subject.configuration();
    SignatureKey key = vault.open(configuration.signature(), configuration.id());
    WebhookPayload payload =
        new WebhookPayload(
            callbackUrls.of(token),
            link.validUntil(),
            delivery.report().fileName(),
            delivery.sizeBytes(),
            subject.inspection(),
            subject.taskName(),
            delivery.taskId());
    return WebhookRequest.sign(configuration.url(), delivery.id(), payload, List.of(key), now);
  }

  private void record(AttemptClaim claim, Delivery delivery, Instant startedAt, Outcome outcome) {
    Attempt attempt = outcome.attempt(claim, startedAt, Duration.between(startedAt, now()));
    DeliveryStatus status =
        attempt.outcome() == AttemptOutcome.DELIVERED
            ? DeliveryStatus.DELIVERED
            : DeliveryStatus.FAILED;
    Deliveries.Completion completion = deliveries.complete(claim, attempt, status);
    log.info(
        attempt.outcome() == AttemptOutcome.DELIVERED ? "attempt.delivered" : "attempt.failed",
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
        "recorded",
        completion == Deliveries.Completion.COMPLETED);
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }

  /// From what happened to what is kept of it; `secrets` are cut out of the answer.
  private record Outcome(ExchangeResult result, List<String> secrets) {
    Attempt attempt(AttemptClaim claim, Instant startedAt, Duration duration) {
      return switch (result) {
        case ExchangeResult.Answered(String address, int statusCode, byte[] answer, _, _) -> {
          boolean success = statusCode >= 200 && statusCode < 300;
          yield new Attempt(
              claim.number(),
              startedAt,
              duration,
              Optional.of(address),
              OptionalInt.of(statusCode),
              success ? AttemptOutcome.DELIVERED : AttemptOutcome.REJECTED,
              success ? "" : "the receiver answered " + statusCode,
              SafeText.of(answer, secrets));
        }
        case ExchangeResult.Unreachable(Optional<String> address, String reason, _) ->
            unanswered(claim, startedAt, duration, address, AttemptOutcome.UNREACHABLE, reason);
        case ExchangeResult.Blocked(String reason) ->
            unanswered(
                claim, startedAt, duration, Optional.empty(), AttemptOutcome.BLOCKED, reason);
      };
    }

    private static Attempt unanswered(
        AttemptClaim claim,
        Instant startedAt,
        Duration duration,
        Optional<String> address,
        AttemptOutcome outcome,
        String reason) {
      return new Attempt(
          claim.number(), startedAt, duration, address, OptionalInt.empty(), outcome, reason, "");
    }
  }
}
