package io.cdrwebhooks.delivery;

import io.cdrwebhooks.configuration.ReceiverUrl;
import io.cdrwebhooks.configuration.SignatureKey;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Stream;

/// A signed request, ready to be sent: one body, the headers that prove it, and where it goes.
///
/// The array is shared, not copied; nobody writes to it, because it was signed.
@SuppressWarnings("ArrayRecordComponent") // compared nowhere
public record WebhookRequest(ReceiverUrl url, SequencedMap<String, String> headers, byte[] body) {
  static final String USER_AGENT = "CDR-Webhooks/1.0";

  public WebhookRequest {
    headers = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(headers));
  }

  /// Signs `payload` for one attempt. `keys` are those in force, the current one first.
  public static WebhookRequest sign(
      ReceiverUrl url,
      DeliveryId id,
      WebhookPayload payload,
      List<SignatureKey> keys,
      Instant now) {
    byte[] body = payload.toJson();
    SequencedMap<String, String> headers =
        headers(
            id,
            now,
            PayloadSignatures.xCdrSignature(keys.getFirst(), body),
            PayloadSignatures.webhookSignature(keys, id, now, body));
    return new WebhookRequest(url, headers, body);
  }

  /// All headers of ours, in their order.
  static SequencedMap<String, String> headers(
      DeliveryId id, Instant now, String xCdrSignature, String webhookSignature) {
    SequencedMap<String, String> headers = new LinkedHashMap<>();
    headers.put("Content-Type", "application/json; charset=utf-8");
    headers.put("User-Agent", USER_AGENT);
    headers.put("X-CDR-Signature", xCdrSignature);
    headers.put("webhook-id", id.value());
    headers.put("webhook-timestamp", Long.toString(now.getEpochSecond()));
    headers.put("webhook-signature", webhookSignature);
    return headers;
  }

  /// What must not be kept when a receiver sends it back: the values of the signature headers, and
  /// each signature in them by itself, since a receiver may split them.
  public List<String> signatures() {
    return headers.entrySet().stream()
        .filter(header -> header.getKey().endsWith("ignature"))
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
