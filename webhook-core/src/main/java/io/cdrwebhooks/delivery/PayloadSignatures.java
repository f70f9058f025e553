package io.cdrwebhooks.delivery;

import io.cdrwebhooks.configuration.SignatureKey;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import javax.crypto.Mac;

/// Makes the two signatures of a request, over the exact bytes of its body.
///
/// Source: the specification (`X-CDR-Signature`) and Standard Webhooks 1.0 (`webhook-signature`).
public final class PayloadSignatures {
  private PayloadSignatures() {}

  /// Returns the value of `X-CDR-Signature`: base64 of HMAC-SHA512 over the body.
  public static String xCdrSignature(SignatureKey key, byte[] body) {
    return base64(mac("HmacSHA512", key, body));
  }

  /// Returns the value of `webhook-signature`: one `v1,` signature per key in force, separated by
  /// spaces.
  public static String webhookSignature(
      List<SignatureKey> keys, DeliveryId id, Instant timestamp, byte[] body) {
    return webhookSignature(keys, id.value(), timestamp.getEpochSecond(), body);
  }

  /// Returns the value of `webhook-signature` for a message of any kind, such as the answer to a
  /// receiver's request.
  public static String webhookSignature(
      List<SignatureKey> keys, String id, long timestampSeconds, byte[] body) {
    byte[] prefix = (id + "." + timestampSeconds + ".").getBytes(StandardCharsets.UTF_8);
    return keys.stream()
        .map(key -> "v1," + base64(mac("HmacSHA256", key, prefix, body)))
        .collect(Collectors.joining(" "));
  }

  private static byte[] mac(String algorithm, SignatureKey key, byte[]... parts) {
    try {
      Mac mac = Mac.getInstance(algorithm);
      mac.init(key.forMac(algorithm));
      for (byte[] part : parts) {
        mac.update(part);
      }
      return mac.doFinal();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(algorithm + " is missing", e);
    }
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }
}
