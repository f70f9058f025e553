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
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import org.jspecify.annotations.Nullable;

/// Checks the signatures of a request. It is written from the contract and shares no code with the
/// sender on purpose: a test of the sender's code against itself would prove nothing.
public final class RequestSignatures {
  static final int MAX_BODY = 64 << 10;
  static final Duration TOLERANCE = Duration.ofMinutes(5);
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,128}");
  private static final Pattern SECONDS = Pattern.compile("[0-9]{1,12}");

  /// A signature of version 1: 32 bytes in base64.
  private static final Pattern STANDARD = Pattern.compile("v1,[A-Za-z0-9+/]{43}=");

  private final List<SignatureKey> keys;

  public RequestSignatures(SignatureKey key) {
    this(List.of(key));
  }

  /// `keys` are the Signatures that the receiver accepts, several during a rotation.
  RequestSignatures(List<SignatureKey> keys) {
    this.keys = List.copyOf(keys);
  }

  /// Returns why a receiver must refuse this request; empty if it is authentic. It ignores
  /// `X-CDR-Signature`: `webhook-signature` covers more, and has both signatures during a rotation.
  /// `headers` returns the values of a header of the request by its name.
  Optional<Refusal> refusal(Function<String, List<String>> headers, byte[] body, Instant now) {
    if (body.length > MAX_BODY) {
      return Optional.of(Refusal.BODY_TOO_LARGE);
    }
    Optional<String> id = only(headers, "webhook-id");
    Optional<String> timestamp = only(headers, "webhook-timestamp");
    Optional<String> signatures = only(headers, "webhook-signature");
    if (id.isEmpty() || timestamp.isEmpty() || signatures.isEmpty()) {
      return Optional.of(Refusal.HEADER_MISSING);
    }
    if (!ID.matcher(id.get()).matches()) {
      return Optional.of(Refusal.ID_MALFORMED);
    }
    if (!SECONDS.matcher(timestamp.get()).matches()) {
      return Optional.of(Refusal.TIMESTAMP_MALFORMED);
    }
    Duration apart = Duration.between(Instant.ofEpochSecond(Long.parseLong(timestamp.get())), now);
    if (Math.abs(apart.toSeconds()) > TOLERANCE.toSeconds()) {
      return Optional.of(Refusal.OUTSIDE_TOLERANCE);
    }
    List<String> given =
        Arrays.stream(signatures.get().split(" "))
            .filter(signature -> STANDARD.matcher(signature).matches())
            .toList();
    if (given.isEmpty()) {
      return Optional.of(Refusal.SIGNATURE_MALFORMED);
    }
    return holds(id.get(), timestamp.get(), given, body)
        ? Optional.empty()
        : Optional.of(Refusal.SIGNATURE_MISMATCH);
  }

  /// Returns the `X-CDR-Signature` with which the receiver asks for a link: one for each Signature.
  String ofLink(URI link) {
    byte[] text = link.toString().getBytes(StandardCharsets.UTF_8);
    return keys.stream()
        .map(key -> base64(key, "HmacSHA512", text))
        .collect(Collectors.joining(", "));
  }

  /// Returns whether the sender signed correctly: `X-CDR-Signature` and one signature of
  /// `webhook-signature` are valid for this body. It ignores the time. `headers` returns a header
  /// of the request by its name.
  public boolean bothHold(Function<String, @Nullable String> headers, byte[] body) {
    String cdr = header(headers, "X-CDR-Signature");
    return keys.stream().anyMatch(key -> equal(cdr, base64(key, "HmacSHA512", body)))
        && holds(
            header(headers, "webhook-id"),
            header(headers, "webhook-timestamp"),
            List.of(header(headers, "webhook-signature").split(" ")),
            body);
  }

  private boolean holds(String id, String timestamp, List<String> given, byte[] body) {
    byte[] before = (id + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8);
    return keys.stream()
        .map(key -> "v1," + base64(key, "HmacSHA256", before, body))
        .anyMatch(valid -> given.stream().anyMatch(each -> equal(each, valid)));
  }

  private static Optional<String> only(Function<String, List<String>> headers, String name) {
    List<String> values = headers.apply(name);
    return values.size() == 1 && !values.getFirst().isEmpty()
        ? Optional.of(values.getFirst())
        : Optional.empty();
  }

  private static String header(Function<String, @Nullable String> headers, String name) {
    return Optional.ofNullable(headers.apply(name)).orElse("");
  }

  private static String base64(SignatureKey key, String algorithm, byte[]... parts) {
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
