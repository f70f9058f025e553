package io.cdrwebhooks.dispatch;

import io.cdrwebhooks.concurrent.Overlapped;
import io.cdrwebhooks.configuration.GatewayCredentials;
import io.cdrwebhooks.configuration.SignatureKey;
import io.cdrwebhooks.configuration.SignatureVault;
import io.cdrwebhooks.configuration.WebhookConfiguration;
import io.cdrwebhooks.delivery.AttemptClaim;
import io.cdrwebhooks.delivery.Deliveries;
import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.delivery.PayloadDetails;
import io.cdrwebhooks.delivery.SentRequest;
import io.cdrwebhooks.delivery.WebhookPayload;
import io.cdrwebhooks.delivery.WebhookRequest;
import io.cdrwebhooks.dispatch.exchange.ExchangeResult;
import io.cdrwebhooks.dispatch.exchange.OurFaultException;
import io.cdrwebhooks.dispatch.exchange.Receivers;
import io.cdrwebhooks.gateway.RequestHeader;
import io.cdrwebhooks.link.AccessToken;
import io.cdrwebhooks.link.CallbackUrls;
import io.cdrwebhooks.link.DownloadLink;
import io.cdrwebhooks.link.DownloadLinks;
import io.cdrwebhooks.link.SecondFactor;
import io.cdrwebhooks.receiver.ReceiverUrl;
import io.cdrwebhooks.report.Inspection;
import io.cdrwebhooks.report.ObjectKey.ReportKey;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

/// Makes one attempt to deliver: claims it, issues a fresh link, signs and sends the request.
///
/// Every step may be repeated: the claim decides which worker sends, and the record says what was
/// sent.
final class DeliveryAttempt {
  private final Deliveries deliveries;
  private final DownloadLinks links;
  private final SignatureVault vault;
  private final CallbackUrls callbackUrls;
  private final Receivers receivers;
  private final RuntimeInputs inputs;

  DeliveryAttempt(
      Dispatch.Stores stores, Dispatch.Collaborators collaborators, RuntimeInputs inputs) {
    this.deliveries = stores.deliveries();
    this.links = stores.links();
    this.vault = collaborators.vault();
    this.callbackUrls = collaborators.callbackUrls();
    this.receivers = collaborators.receivers();
    this.inputs = inputs;
  }

  /// What an attempt needs in addition to the delivery. `configuration` is the current one, so that
  /// a changed URL or Signature applies from the next attempt on.
  record Subject(String taskName, WebhookConfiguration configuration, Inspection inspection) {}

  /// Makes the attempt. Returns empty if another worker has claimed it, or if it is no longer due.
  /// The request ends by [SendConditions#sendUntil], and before the claim's lease ends.
  Optional<MadeAttempt> make(Delivery delivery, Subject subject, SendConditions conditions)
      throws InterruptedException {
    Instant now = inputs.now();
    Delivery inspected = delivery.inspected(subject.inspection());
    return switch (deliveries.claim(inspected, now, now.plus(AttemptClaim.LEASE))) {
      case Deliveries.Claiming.Claimed(AttemptClaim claim) ->
          Optional.of(sent(claim, inspected, subject, conditions));
      case Deliveries.Claiming.Refused _ -> Optional.empty();
    };
  }

  private MadeAttempt sent(
      AttemptClaim claim, Delivery delivery, Subject subject, SendConditions conditions)
      throws InterruptedException {
    try {
      return new MadeAttempt(claim, delivery, send(claim, delivery, subject, conditions));
    } catch (OurFaultException fault) {
      deliveries.giveBack(claim);
      throw fault;
    }
  }

  private MadeAttempt.Exchange send(
      AttemptClaim claim, Delivery delivery, Subject subject, SendConditions conditions)
      throws InterruptedException {
    Instant startedAt = inputs.now();
    AccessToken token = AccessToken.of(inputs.tokens().get());
    DownloadLink link = DownloadLink.issue(token, delivery, startedAt);
    URI callbackUrl = callbackUrls.of(token);
    Opened opened = issue(link, callbackUrl, subject.configuration(), startedAt);
    List<SignatureKey> keys = opened.keys();
    Optional<PayloadDetails> details =
        PayloadDetails.of(
            subject.configuration().terms().payloadVersion(), delivery, claim.number(), startedAt);
    WebhookPayload payload =
        WebhookPayload.announcing(delivery, callbackUrl, link.validUntil(), subject.taskName())
            .with(details);
    ReceiverUrl url = subject.configuration().url();
    WebhookRequest request =
        WebhookRequest.sign(url, delivery.id(), payload, keys, startedAt).with(opened.gateway());
    conditions.awaitRequest();
    Instant end = inputs.now().plus(receivers.longest());
    if (!end.isBefore(claim.leasedUntil()) || end.isAfter(conditions.sendUntil())) {
      throw new IllegalStateException(
          "the attempt must end within its lease, before %s, and by %s: %s"
              .formatted(claim.leasedUntil(), conditions.sendUntil(), end));
    }
    ExchangeResult result = receivers.post(request);
    return new MadeAttempt.Exchange(
        startedAt,
        Duration.between(startedAt, inputs.now()),
        new SentRequest(
            url, payload.withoutToken(), keys.size(), opened.names(), opened.keyHints()),
        result,
        opened.secrets(request, token));
  }

  /// Stores the link and, at the same time, opens the secrets of the request. If requests for the
  /// link must be signed, the link is stored when the keys are open.
  private Opened issue(DownloadLink link, URI url, WebhookConfiguration configuration, Instant now)
      throws InterruptedException {
    try (ExecutorService other = inputs.threads().perTask()) {
      Future<Opened> opened =
          other.submit(
              () ->
                  new Opened(
                      keys(link.report().key(), configuration, now),
                      configuration.openGateway(vault)));
      List<SignatureKey> wanted =
          configuration.terms().signsLinks() ? Overlapped.result(opened).keys() : List.of();
      links.issue(
          link.needing(SecondFactor.of(configuration, wanted, url))
              .issuedFor(configuration.revision()));
      return Overlapped.result(opened);
    }
  }

  /// Returns the keys that sign: those in force, or only the next one for a test of that.
  private List<SignatureKey> keys(
      ReportKey report, WebhookConfiguration configuration, Instant now) {
    return report.forNextSignature()
        ? List.of(configuration.newestKey(vault))
        : configuration.keysInForce(vault, now);
  }

  /// The opened secrets of a configuration: the keys that sign, and what a gateway asks for.
  private record Opened(List<SignatureKey> keys, GatewayCredentials.Opened gateway) {
    List<String> names() {
      return gateway.headers().stream().map(RequestHeader::name).toList();
    }

    List<String> keyHints() {
      return keys.stream().map(SignatureKey::hint).toList();
    }

    /// Returns the texts that a stored answer must not contain.
    List<String> secrets(WebhookRequest request, AccessToken token) {
      List<String> secrets = new ArrayList<>(request.signatures());
      secrets.add(token.reveal());
      keys.forEach(key -> secrets.add(new String(key.bytes(), StandardCharsets.UTF_8)));
      gateway.headers().forEach(header -> secrets.addAll(header.secrets()));
      return secrets;
    }
  }
}
