package io.cdrwebhooks.delivery;

import io.cdrwebhooks.configuration.GatewayCredentials;
import io.cdrwebhooks.configuration.SignatureKey;
import io.cdrwebhooks.gateway.TlsIdentity;
import io.cdrwebhooks.receiver.ReceiverUrl;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.Stream;

/// A signed request, ready to send: body, headers, URL, and the client certificate for a gateway,
/// if there is one.
///
/// The array is shared, not copied. It must not be modified, because it is signed.
@SuppressWarnings("ArrayRecordComponent") // never compared
public record WebhookRequest(
    ReceiverUrl url,
    SequencedMap<String, String> headers,
    byte[] body,
    Optional<TlsIdentity> identity) {
  static final String USER_AGENT = "CDR-Webhooks/1.0";
  private static final String X_CDR_SIGNATURE = "X-CDR-Signature";
  private static final String WEBHOOK_SIGNATURE = "webhook-signature";

  /// The headers whose values must not be shown.
  private static final Set<String> SIGNATURE_HEADERS = Set.of(X_CDR_SIGNATURE, WEBHOOK_SIGNATURE);

  public WebhookRequest {
    headers = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(headers));
  }

  /// Creates a request of a configuration without a client certificate.
  public WebhookRequest(ReceiverUrl url, SequencedMap<String, String> headers, byte[] body) {
    this(url, headers, body, Optional.empty());
  }

  /// Signs `payload` for one attempt. `keys` are the Signatures in force, the current one first.
  public static WebhookRequest sign(
      ReceiverUrl url,
      DeliveryId id,
      WebhookPayload payload,
      List<SignatureKey> keys,
      Instant now) {
    return sign(url, id.value(), payload.toJson(), keys, now);
  }

  /// Signs a message of any kind. `id` is its `webhook-id`.
  public static WebhookRequest sign(
      ReceiverUrl url, String id, byte[] body, List<SignatureKey> keys, Instant now) {
    SequencedMap<String, String> headers =
        headers(
            id,
            now,
            PayloadSignatures.xCdrSignature(keys.getFirst(), body),
            PayloadSignatures.webhookSignature(keys, id, now.getEpochSecond(), body));
    return new WebhookRequest(url, headers, body);
  }

  /// Returns the same request with the gateway's headers and client certificate. The gateway's
  /// headers follow the headers that this system sets.
  public WebhookRequest with(GatewayCredentials.Opened gateway) {
    SequencedMap<String, String> all = new LinkedHashMap<>(headers);
    gateway.headers().forEach(header -> all.put(header.name(), header.value()));
    return new WebhookRequest(url, all, body, gateway.identity());
  }

  /// Returns the headers that this system sets, in the order in which it sends them.
  static SequencedMap<String, String> headers(
      String id, Instant now, String xCdrSignature, String webhookSignature) {
    SequencedMap<String, String> headers = new LinkedHashMap<>();
    headers.put("Content-Type", "application/json; charset=utf-8");
    headers.put("User-Agent", USER_AGENT);
    headers.put(X_CDR_SIGNATURE, xCdrSignature);
    headers.put("webhook-id", id);
    headers.put("webhook-timestamp", Long.toString(now.getEpochSecond()));
    headers.put(WEBHOOK_SIGNATURE, webhookSignature);
    return headers;
  }

  /// Returns the secrets to remove from a receiver's answer: the values of the signature headers,
  /// and each single signature, since a receiver may split them.
  public List<String> signatures() {
    return headers.entrySet().stream()
        .filter(header -> SIGNATURE_HEADERS.contains(header.getKey()))
        .map(Map.Entry::getValue)
        .flatMap(value -> Stream.concat(Stream.of(value), Stream.of(value.split("[ ,]"))))
        .filter(signature -> !signature.equals("v1"))
        .distinct()
        .toList();
  }

  @Override
  public String toString() {
    return "WebhookRequest[url=" + url + ", bytes=" + body.length + "]";
  }
}
