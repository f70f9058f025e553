package io.cdrwebhooks.local.receiver;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import javax.crypto.Mac;

/// A request signed as the contract says, with the key of [ReceiverOnTrial].
record SignedRequest(String id, String body, long signedAt) {
  SignedRequest(String id, String body) {
    this(id, body, Instant.now().getEpochSecond());
  }

  Map<String, String> headers() {
    return Map.of(
        "webhook-id",
        id,
        "webhook-timestamp",
        Long.toString(signedAt),
        "webhook-signature",
        standardSignature(),
        "X-CDR-Signature",
        mac("HmacSHA512", body));
  }

  String standardSignature() {
    return "v1," + mac("HmacSHA256", id + "." + signedAt + "." + body);
  }

  private static String mac(String algorithm, String text) {
    try {
      Mac mac = Mac.getInstance(algorithm);
      mac.init(ReceiverOnTrial.KEY.forMac(algorithm));
      return Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
