package io.cdrwebhooks.receiverrequest;

import io.cdrwebhooks.aws.http.HttpResponse;
import io.cdrwebhooks.configuration.SignatureKey;
import io.cdrwebhooks.delivery.PayloadSignatures;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// Signs an answer like a webhook, with the signatures in its headers.
final class SignedAnswer {
  private SignedAnswer() {}

  /// Returns the answer. `keys` are the Signatures in force, the current one first; `body` is
  /// UTF-8.
  static HttpResponse of(int status, String id, byte[] body, List<SignatureKey> keys, Instant now) {
    long seconds = now.getEpochSecond();
    return new HttpResponse(
        status,
        Map.of(
            "Content-Type", "application/json",
            "X-CDR-Signature", PayloadSignatures.xCdrSignature(keys.getFirst(), body),
            "webhook-id", id,
            "webhook-timestamp", Long.toString(seconds),
            "webhook-signature", PayloadSignatures.webhookSignature(keys, id, seconds, body)),
        new String(body, StandardCharsets.UTF_8));
  }
}
