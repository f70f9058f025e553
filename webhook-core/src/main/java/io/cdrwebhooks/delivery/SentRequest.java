package io.cdrwebhooks.delivery;

import io.cdrwebhooks.answer.SafeText;
import io.cdrwebhooks.receiver.ReceiverUrl;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.SequencedMap;

/// The request of one attempt, as stored: complete except for the access token and the signatures.
///
/// `payload` has no token ([WebhookPayload#withoutToken]). `keys` is the number of Signatures in
/// force, 1 or more; each made one signature of `webhook-signature`. `gatewayHeaders` are the names
/// of the configuration's own headers, in their order. `keyHints` are the hints of the Signatures,
/// in the order of their signatures; empty for a request that was stored before hints were.
public record SentRequest(
    ReceiverUrl url,
    WebhookPayload payload,
    int keys,
    List<String> gatewayHeaders,
    List<String> keyHints) {
  /// The text that replaces a secret.
  public static final String HIDDEN = SafeText.HIDDEN;

  public SentRequest {
    gatewayHeaders = List.copyOf(gatewayHeaders);
    keyHints = List.copyOf(keyHints);
    if (!payload.callbackUrl().equals(payload.withoutToken().callbackUrl())) {
      throw new IllegalArgumentException("payload must not contain a token");
    }
    if (keys < 1) {
      throw new IllegalArgumentException("keys must be at least 1: " + keys);
    }
  }

  /// Returns the headers in the order in which they were sent.
  public SequencedMap<String, String> headers(DeliveryId id, Instant startedAt) {
    String each = String.join(" ", Collections.nCopies(keys, "v1," + HIDDEN));
    SequencedMap<String, String> headers =
        WebhookRequest.headers(id.value(), startedAt, HIDDEN, each);
    gatewayHeaders.forEach(name -> headers.put(name, HIDDEN));
    return headers;
  }

  public String body() {
    return new String(payload.toJson(), StandardCharsets.UTF_8);
  }
}
