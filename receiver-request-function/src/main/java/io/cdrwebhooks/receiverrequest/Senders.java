package io.cdrwebhooks.receiverrequest;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.cdrwebhooks.aws.http.HttpRequest;
import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.configuration.SignatureKey;
import io.cdrwebhooks.configuration.SignatureVault;
import io.cdrwebhooks.configuration.WebhookConfiguration;
import io.cdrwebhooks.delivery.Delivery;
import io.cdrwebhooks.delivery.DeliveryId;
import io.cdrwebhooks.delivery.PayloadSignatures;
import io.cdrwebhooks.log.EventLog;
import io.cdrwebhooks.request.AcceptedRequests;
import io.cdrwebhooks.request.RequestBody;
import io.cdrwebhooks.terms.ReceiverRequests;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Finds the configuration whose receiver signed a request.
///
/// Every request causes the same reads, and at least one computed signature, whatever is wrong with
/// it. A Signature is opened only if its configuration allows requests from the caller's network:
/// the vault remembers it, so requests cause no calls.
record Senders(ReceiverRequestHandler.Stores stores, SignatureVault vault, EventLog log) {
  private static final DeliveryId NO_DELIVERY = DeliveryId.of(new UUID(0, 0));
  private static final ConfigurationId NO_CONFIGURATION = ConfigurationId.of(new UUID(0, 0));
  private static final List<SignatureKey> NO_KEY =
      List.of(new SignatureKey("-".repeat(ReceiverRequests.MIN_SIGNATURE)));

  /// The sender of a request. `keys` are the Signatures in force, the current one first. `delivery`
  /// is the delivery that the request names, if any.
  record Sender(
      WebhookConfiguration configuration, List<SignatureKey> keys, Optional<Delivery> delivery) {}

  /// Returns the sender; empty if the request's signature is missing or wrong, or the request is
  /// not allowed.
  Optional<Sender> find(Optional<RequestBody> body, HttpRequest request, Instant now) {
    Optional<DeliveryId> named = body.flatMap(RequestBody::delivery);
    Optional<Delivery> delivery = stores.deliveries().find(named.orElse(NO_DELIVERY));
    Optional<ConfigurationId> id =
        named.isPresent()
            ? delivery.flatMap(Delivery::configurationId)
            : body.flatMap(RequestBody::configuration);
    Optional<WebhookConfiguration> found =
        stores.configurations().find(id.orElse(NO_CONFIGURATION));
    boolean allowed = found.filter(each -> allows(each, request.caller().sourceIp())).isPresent();
    List<SignatureKey> keys = allowed ? found.orElseThrow().keysInForce(vault, now) : NO_KEY;
    boolean signed = isSigned(request, keys);
    boolean inTime = body.flatMap(RequestBody::at).filter(at -> !isNear(at, now)).isEmpty();
    if (allowed && signed && inTime) {
      return Optional.of(new Sender(found.orElseThrow(), keys, delivery));
    }
    found.ifPresent(
        each ->
            log.info(
                "request.refused",
                "reason",
                !allowed ? "not allowed" : !signed ? "signature" : "time",
                "configurationId",
                each.id(),
                "requestId",
                request.requestId()));
    return Optional.empty();
  }

  private static boolean allows(WebhookConfiguration configuration, String address) {
    return configuration.terms().receiverRequests().allow(address);
  }

  /// Compares the signature with every key; a wrong signature takes the same time. A key that is
  /// too short signs no requests.
  private static boolean isSigned(HttpRequest request, List<SignatureKey> keys) {
    byte[] given = request.header("x-cdr-signature").orElse("").getBytes(UTF_8);
    boolean signed = false;
    for (SignatureKey key : keys) {
      String wanted = PayloadSignatures.xCdrSignature(key, request.body().bytes());
      boolean same = MessageDigest.isEqual(wanted.getBytes(UTF_8), given);
      signed |= same && key.length() >= ReceiverRequests.MIN_SIGNATURE;
    }
    return signed;
  }

  private static boolean isNear(Instant at, Instant now) {
    return Duration.between(at, now).abs().compareTo(AcceptedRequests.WINDOW) <= 0;
  }
}
