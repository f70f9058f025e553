package io.cdrwebhooks.local.receiver;

import io.cdrwebhooks.configuration.SignatureKey;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import org.jspecify.annotations.Nullable;

/// Checks the signatures of a request. It is written from the contract and shares no code with the
/// sender on purpose: a test of the sender's code against itself would prove nothing.
public record RequestSignatures(SignatureKey key) {
  private static final Duration TOLERANCE = Duration.ofMinutes(5);
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,128}");
  private static final Pattern SECONDS = Pattern.compile("[0-9]{1,12}");

  /// Returns why a receiver must refuse this request; empty if it is authentic. It ignores
  /// `X-CDR-Signature`: `webhook-signature` covers more, and has both signatures during a rotation.
  /// `headers` returns a header of the request by its name.
  public Optional<String> refusal(
      Function<String, @Nullable String> headers, byte[] body, Instant now) {
    String id = header(headers, "webhook-id");
    String timestamp = header(headers, "webhook-timestamp");
    if (!ID.matcher(id).matches() || !SECONDS.matcher(timestamp).matches()) {
      return Optional.of("header-malformed");
    }
    Duration apart = Duration.between(Instant.ofEpochSecond(Long.parseLong(timestamp)), now);
    if (apart.abs().compareTo(TOLERANCE) > 0) {
      return Optional.of("outside-tolerance");
    }
    return standardHolds(headers, body) ? Optional.empty() : Optional.of("signature-mismatch");
  }

  /// Returns the `X-CDR-Signature` for the receiver's request to a link.
  String ofLink(URI link) {
    return base64("HmacSHA512", link.toString().getBytes(StandardCharsets.UTF_8));
  }

  /// Returns whether the sender signed correctly: `X-CDR-Signature` and one signature of
  /// `webhook-signature` are valid for this body. It ignores the time. `headers` returns a header
  /// of the request by its name.
  public boolean bothHold(Function<String, @Nullable String> headers, byte[] body) {
    return equal(header(headers, "X-CDR-Signature"), base64("HmacSHA512", body))
        && standardHolds(headers, body);
  }

  private boolean standardHolds(Function<String, @Nullable String> headers, byte[] body) {
    String before =
        header(headers, "webhook-id") + "." + header(headers, "webhook-timestamp") + ".";
    String valid = "v1," + base64("HmacSHA256", before.getBytes(StandardCharsets.UTF_8), body);
    return Arrays.stream(header(headers, "webhook-signature").split(" "))
        .anyMatch(given -> equal(given, valid));
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

  /// Compares in constant time.
  private static boolean equal(String given, String computed) {
    return MessageDigest.isEqual(
        given.getBytes(StandardCharsets.UTF_8), computed.getBytes(StandardCharsets.UTF_8));
  }
}
