package io.cdrwebhooks.delivery;

import io.cdrwebhooks.report.ReportVersion;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/// The id of a delivery, which receivers see as `webhook-id`: `dlv_` and 32 hexadecimal digits.
///
/// It is derived from the upload alone: the same event twice gives the same id, whomever its task
/// tells by then; an object uploaded again gives another.
public record DeliveryId(String value) {
  private static final Pattern SHAPE = Pattern.compile("dlv_[0-9a-f]{32}");

  public DeliveryId {
    if (!SHAPE.matcher(value).matches()) {
      throw new IllegalArgumentException("not the id of a delivery");
    }
  }

  public static Optional<DeliveryId> parse(String text) {
    return SHAPE.matcher(text).matches() ? Optional.of(new DeliveryId(text)) : Optional.empty();
  }

  /// For a delivery that no arriving report makes: a test, or a redelivery under an id of its own.
  public static DeliveryId of(UUID random) {
    return new DeliveryId("dlv_" + random.toString().replace("-", ""));
  }

  /// `sequencer` is the event's; it tells uploads of one key apart where the bucket keeps no
  /// versions.
  public static DeliveryId of(ReportVersion report, String sequencer) {
    String upload = report.versionId().map(id -> "version " + id).orElse("sequencer " + sequencer);
    // Length prefixes keep the parts apart, whatever characters they hold.
    StringBuilder parts = new StringBuilder();
    for (String part : new String[] {report.bucket(), report.key().text(), upload}) {
      parts.append(part.length()).append(':').append(part);
    }
    byte[] digest = sha256(parts.toString().getBytes(StandardCharsets.UTF_8));
    return new DeliveryId("dlv_" + HexFormat.of().formatHex(digest, 0, 16));
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
