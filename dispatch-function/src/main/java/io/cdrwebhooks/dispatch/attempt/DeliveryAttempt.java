package io.cdrwebhooks.dispatch.attempt;

import io.cdrwebhooks.answer.RefusalCheck;
import io.cdrwebhooks.concurrent.Overlapped;
import io.cdrwebhooks.configuration.SignatureKey;
import io.cdrwebhooks.configuration.WebhookConfiguration;
import io.cdrwebhooks.delivery.AttemptClaim;
import io.cdrwebhooks.delivery.Deliveries;
import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.delivery.WebhookPayload;
import io.cdrwebhooks.delivery.WebhookRequest;
import io.cdrwebhooks.dispatch.exchange.ExchangeResult;
import io.cdrwebhooks.dispatch.exchange.OurFaultException;
import io.cdrwebhooks.dispatch.inputs.DispatchServices;
import io.cdrwebhooks.dispatch.inputs.DispatchStores;
import io.cdrwebhooks.dispatch.inputs.RuntimeInputs;
import io.cdrwebhooks.link.AccessToken;
import io.cdrwebhooks.link.DownloadLink;
import io.cdrwebhooks.link.SecondFactor;
import io.cdrwebhooks.report.ObjectKey.ReportKey;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

/// Makes one attempt to deliver: claims it, issues a fresh link, signs and sends the request.
///
/// Every step may be repeated: the claim decides which worker sends, and the record stores the
/// request that was sent.
record DeliveryAttempt(DispatchStores stores, DispatchServices services, RuntimeInputs inputs) {
  /// The inputs of an attempt in addition to the delivery. `configuration` is the current one, so
  /// that a changed URL or Signature applies from the next attempt on.
  record Subject(String taskName, WebhookConfiguration configuration) {}

  /// Makes the attempt for an inspected delivery. Returns empty if another worker has claimed it,
  /// if it is no longer due, or if the configuration has changed since it was read. The request
  /// ends by [SendConditions#sendUntil], and before the claim's lease ends.
  Optional<MadeAttempt> make(Delivery delivery, Subject subject, SendConditions conditions)
      throws InterruptedException {
    Instant now = inputs.now();
    return switch (stores.deliveries().claim(delivery, now, now.plus(AttemptClaim.LEASE))) {
      case Deliveries.Claiming.Claimed(AttemptClaim claim) ->
          sent(claim, delivery, subject, conditions);
      case Deliveries.Claiming.Refused _ -> Optional.empty();
    };
  }

  private Optional<MadeAttempt> sent(
      AttemptClaim claim, Delivery delivery, Subject subject, SendConditions conditions)
      throws InterruptedException {
    try {
      Optional<MadeAttempt.Exchange> sent = send(claim, delivery, subject, conditions);
      if (sent.isEmpty()) {
        stores.deliveries().releaseClaim(claim);
      }
      return sent.map(exchange -> new MadeAttempt(claim, delivery, exchange));
    } catch (OurFaultException fault) {
      stores.deliveries().releaseClaim(claim);
      throw fault;
    }
  }

  /// Sends the request. Returns empty, and sends nothing, if AWS or the pace has delayed it and the
  /// configuration has changed meanwhile. The stored link is then unusable: its token was never
  /// sent.
  private Optional<MadeAttempt.Exchange> send(
      AttemptClaim claim, Delivery delivery, Subject subject, SendConditions conditions)
      throws InterruptedException {
    Instant startedAt = inputs.now();
    AccessToken token = AccessToken.of(inputs.tokens().get());
    Announcement announcement = announcement(claim, delivery, subject, token, startedAt);
    OpenedSecrets opened = announcement.opened();
    WebhookRequest request = announcement.signed(opened.keys(), startedAt);
    conditions.waitToSend();
    if (!conditions.reads().isCurrent(subject.configuration())) {
      return Optional.empty();
    }
    requireInTime(claim, conditions);
    ExchangeResult result = services.receivers().post(request);
    Duration duration = Duration.between(startedAt, inputs.now());
    Optional<RefusalCheck> refusals =
        isAccepted(result)
            ? new RefusalRequests(services.receivers(), inputs)
                .sendIfWanted(announcement, startedAt, conditions)
            : Optional.empty();
    return Optional.of(
        new MadeAttempt.Exchange(
            startedAt,
            duration,
            announcement.sent(startedAt),
            result,
            opened.secrets(request, token),
            refusals));
  }

  private static boolean isAccepted(ExchangeResult result) {
    return result instanceof ExchangeResult.Answered answered && answered.isSuccess();
  }

  /// Issues the link of the attempt, and returns what announces it.
  private Announcement announcement(
      AttemptClaim claim, Delivery delivery, Subject subject, AccessToken token, Instant now)
      throws InterruptedException {
    DownloadLink link = DownloadLink.issue(token, delivery, now);
    URI callbackUrl = services.callbackUrls().of(token);
    OpenedSecrets opened = issue(link, callbackUrl, subject.configuration(), now);
    return new Announcement(
        claim,
        delivery,
        subject.configuration(),
        WebhookPayload.announcing(delivery, callbackUrl, link.validUntil(), subject.taskName()),
        opened);
  }

  private void requireInTime(AttemptClaim claim, SendConditions conditions) {
    Instant end = inputs.now().plus(services.receivers().longest());
    if (!conditions.isInTime(end, claim)) {
      throw new IllegalStateException(
          "the attempt must end within its lease, before %s, and by %s: %s"
              .formatted(claim.leasedUntil(), conditions.sendUntil(), end));
    }
  }

  /// Stores the link and, at the same time, opens the secrets of the request. If requests for the
  /// link must be signed, it opens the keys first and then stores the link.
  private OpenedSecrets issue(
      DownloadLink link, URI url, WebhookConfiguration configuration, Instant now)
      throws InterruptedException {
    try (ExecutorService other = inputs.threads().perTask()) {
      Future<OpenedSecrets> opened =
          other.submit(
              () ->
                  new OpenedSecrets(
                      keys(link.report().key(), configuration, now),
                      configuration.openGateway(services.vault())));
      List<SignatureKey> wanted =
          configuration.terms().signsLinks() ? Overlapped.result(opened).keys() : List.of();
      stores
          .links()
          .issue(
              link.needing(SecondFactor.of(configuration, wanted, url))
                  .issuedFor(configuration.revision()));
      return Overlapped.result(opened);
    }
  }

  /// Returns the Signatures that sign: those in force, or only the upcoming one for a test of it.
  private List<SignatureKey> keys(
      ReportKey report, WebhookConfiguration configuration, Instant now) {
    return report.forNextSignature()
        ? List.of(configuration.newestKey(services.vault()))
        : configuration.keysInForce(services.vault(), now);
  }
}
