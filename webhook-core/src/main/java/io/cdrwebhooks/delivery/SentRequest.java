package io.cdrwebhooks.delivery;

import io.cdrwebhooks.configuration.ReceiverUrl;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collections;
import java.util.SequencedMap;

/// The request of one attempt as it may be looked at afterwards: all of it, but for the access
/// token and the signatures, which are not kept.
///
/// `payload` is without its token ([WebhookPayload#withoutToken]). `keys` is how many Signatures
/// were in force, 1 or more: each made one signature of `webhook-signature`.
public record SentRequest(ReceiverUrl url, WebhookPayload payload, int keys) {
  /// Stands where a secret was.
  public static final String HIDDEN = "(hidden)";

  public SentRequest {
    if (!payload.callbackUrl().equals(payload.withoutToken().callbackUrl())) {
      throw new IllegalArgumentException("a token is not kept");
    }
    if (keys < 1) {
      throw new IllegalArgumentException("a request is signed");
    }
  }

  /// In the order in which they were sent.
  public SequencedMap<String, String> headers(DeliveryId id, Instant startedAt) {
    String each = String.join(" ", Collections.nCopies(keys, "v1," + HIDDEN));
    return WebhookRequest.headers(id, startedAt, HIDDEN, each);
  }

  public String body() {
    return new String(payload.toJson(), StandardCharsets.UTF_8);
  }
}
