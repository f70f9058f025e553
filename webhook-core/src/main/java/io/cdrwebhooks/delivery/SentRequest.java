package io.cdrwebhooks.delivery;

import io.cdrwebhooks.receiver.ReceiverUrl;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collections;
import java.util.SequencedMap;

/// The request of one attempt, as stored: complete except for the access token and the signatures.
///
/// `payload` has no token ([WebhookPayload#withoutToken]). `keys` is the number of Signatures in
/// force, 1 or more; each made one signature of `webhook-signature`.
public record SentRequest(ReceiverUrl url, WebhookPayload payload, int keys) {
  /// The text that replaces a secret.
  public static final String HIDDEN = "(hidden)";

  public SentRequest {
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
    return WebhookRequest.headers(id, startedAt, HIDDEN, each);
  }

  public String body() {
    return new String(payload.toJson(), StandardCharsets.UTF_8);
  }
}
