package cdr;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Verifies CDR webhooks. This file is all you need to copy; it uses nothing but the JDK, from 17 on. */
public final class CdrWebhook {
  public static final int MAX_BODY_BYTES = 65_536;

  /** The result of `verify`. */
  public sealed interface Verdict permits Accepted, Refused {}

  /** The platform signed the request: its webhook-id, and its webhook-timestamp in Unix seconds. */
  public record Accepted(String id, long signedAt) implements Verdict {}

  /** The request is not valid. The reason is one such as "signature-mismatch". */
  public record Refused(String reason) implements Verdict {}

  private CdrWebhook() {}

  /** The same with the usual tolerance of 300 seconds. */
  public static Verdict verify(
      Map<String, List<String>> headers, byte[] body, List<String> signatures, long now) {
    return verify(headers, body, signatures, now, 300);
  }

  /**
   * Verifies a request.
   *
   * @param headers all values of each header, names in any case
   * @param body the bytes as they arrived; JSON that was parsed and written again does not verify
   * @param signatures the Signatures of the configuration as they are, the new one first; two during a rotation
   * @param now Unix seconds
   * @param tolerance how many seconds webhook-timestamp may be from now
   */
  public static Verdict verify(
      Map<String, List<String>> headers, byte[] body, List<String> signatures, long now, long tolerance) {
    return verify(headers, body, signatures, now, tolerance, MAX_BODY_BYTES);
  }

  /** Verifies a body of up to `largest` bytes: answers to `list-reports` have more than webhooks. */
  public static Verdict verify(
      Map<String, List<String>> headers,
      byte[] body,
      List<String> signatures,
      long now,
      long tolerance,
      int largest) {
    if (body.length > largest) return new Refused("body-too-large");

    String id = onlyValue(headers, "webhook-id");
    String timestamp = onlyValue(headers, "webhook-timestamp");
    String signed = onlyValue(headers, "webhook-signature");
    if (id.isEmpty() || timestamp.isEmpty() || signed.isEmpty()) return new Refused("header-missing");

    // The id becomes the name of a folder, so nothing but these characters may be in it.
    if (!id.matches("[A-Za-z0-9_-]{1,128}")) return new Refused("id-malformed");

    if (!timestamp.matches("[0-9]{1,12}")) return new Refused("timestamp-malformed");
    long signedAt = Long.parseLong(timestamp);
    if (Math.abs(now - signedAt) > tolerance) return new Refused("outside-tolerance");

    // Several entries are separated by spaces. 43 characters and a padding are the base64 of 32 bytes.
    List<String> given =
        Arrays.stream(signed.split(" ")).filter(entry -> entry.matches("v1,[A-Za-z0-9+/]{43}=")).toList();
    if (given.isEmpty()) return new Refused("signature-malformed");

    for (String signature : signatures) {
      if (signature.isEmpty()) continue; // An empty key is no secret: anyone can sign with it.
      byte[] ours = ("v1," + hmac(signature, id + "." + timestamp + ".", body)).getBytes(UTF_8);
      for (String theirs : given) {
        // isEqual takes the same time wherever the first difference is.
        if (MessageDigest.isEqual(ours, theirs.getBytes(UTF_8))) return new Accepted(id, signedAt);
      }
    }
    return new Refused("signature-mismatch");
  }

  private static String hmac(String signature, String prefix, byte[] body) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(signature.getBytes(UTF_8), "HmacSHA256"));
      mac.update(prefix.getBytes(UTF_8));
      return Base64.getEncoder().encodeToString(mac.doFinal(body));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HmacSHA256", e);
    }
  }

  /** The value of a header that was sent exactly once, else "". */
  private static String onlyValue(Map<String, List<String>> headers, String wanted) {
    List<String> values =
        headers.entrySet().stream()
            .filter(header -> wanted.equalsIgnoreCase(header.getKey()))
            .flatMap(header -> header.getValue().stream())
            .toList();
    return values.size() == 1 ? values.get(0) : "";
  }
}
