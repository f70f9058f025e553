package io.cdrwebhooks.delivery;

import io.cdrwebhooks.hash.Sha256;
import io.cdrwebhooks.report.ReportVersion;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/// The id of a delivery, which receivers see as `webhook-id`: `dlv_` and 32 hexadecimal digits.
///
/// It depends only on the upload. A repeated event gives the same id, even if its task uses another
/// configuration by then. Another upload of the same key gives another id.
public record DeliveryId(String value) {
  private static final Pattern SHAPE = Pattern.compile("dlv_[0-9a-f]{32}");

  public DeliveryId {
    if (!SHAPE.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "a delivery id must be dlv_ and 32 hexadecimal digits: " + value);
    }
  }

  public static Optional<DeliveryId> parse(String text) {
    return SHAPE.matcher(text).matches() ? Optional.of(new DeliveryId(text)) : Optional.empty();
  }

  /// Creates an id for a delivery without an arriving report: a test, or a redelivery under a new
  /// id.
  public static DeliveryId of(UUID random) {
    return new DeliveryId("dlv_" + random.toString().replace("-", ""));
  }

  /// Derives the id from an upload. `sequencer` comes from the event; it distinguishes uploads of
  /// one key in a bucket without versions.
  public static DeliveryId of(ReportVersion report, String sequencer) {
    String upload = report.versionId().map(id -> "version " + id).orElse("sequencer " + sequencer);
    // Length prefixes keep the parts apart, whatever characters they contain.
    StringBuilder parts = new StringBuilder();
    for (String part : new String[] {report.bucket(), report.key().text(), upload}) {
      parts.append(part.length()).append(':').append(part);
    }
    return new DeliveryId("dlv_" + Sha256.hex(parts.toString()).substring(0, 32));
  }

  @Override
  public String toString() {
    return value;
  }
}
