package io.cdrwebhooks.local.receiver;

import io.cdrwebhooks.configuration.SignatureKey;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Function;
import javax.crypto.Mac;
import org.jspecify.annotations.Nullable;

/// Checks the signatures of a request. It is written from the contract, on purpose without the
/// sender's code: a test of that code against itself would prove nothing.
public final class RequestSignatures {
  private final SignatureKey key;

  public RequestSignatures(SignatureKey key) {
    this.key = key;
  }

  /// Returns whether `X-CDR-Signature` and one signature of `webhook-signature` are valid for this
  /// body. `headers` returns a header of the request by its name.
  public boolean hold(Function<String, @Nullable String> headers, byte[] body) {
    byte[] timestamped =
        (header(headers, "webhook-id") + "." + header(headers, "webhook-timestamp") + ".")
            .getBytes(StandardCharsets.UTF_8);
    String standard = "v1," + base64("HmacSHA256", timestamped, body);
    return equal(header(headers, "X-CDR-Signature"), base64("HmacSHA512", body))
        && Arrays.stream(header(headers, "webhook-signature").split(" "))
            .anyMatch(given -> equal(given, standard));
  }

  private static String header(Function<String, @Nullable String> headers, String name) {
    return Optional.ofNullable(headers.apply(name)).orElse("");
  }

  private String base64(String algorithm, byte[]... parts) {
    try {
      Mac mac = Mac.getInstance(algorithm);
      mac.init(key.forMac(algorithm));
      for (byte[] part : parts) {
        mac.update(part);
      }
      return Base64.getEncoder().encodeToString(mac.doFinal());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(algorithm + " is missing", e);
    }
  }

  /// Compares in the same time wherever the difference is.
  private static boolean equal(String given, String computed) {
    return MessageDigest.isEqual(
        given.getBytes(StandardCharsets.UTF_8), computed.getBytes(StandardCharsets.UTF_8));
  }
}
