package io.cdrwebhooks.delivery;

import com.fasterxml.jackson.core.JsonGenerator;
import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.report.Inspection;
import io.cdrwebhooks.terms.PayloadVersion;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/// The properties that payload 2 has in addition to those of payload 1.
///
/// `signedAt` is in whole seconds, as in `webhook-timestamp`. `sequence` is 0 if the report has no
/// number.
public record PayloadDetails(
    DeliveryId deliveryId,
    ConfigurationId configurationId,
    Instant signedAt,
    AttemptNumber attempt,
    boolean test,
    long sequence,
    Instant uploadedAt,
    Optional<String> reportVersion) {
  /// The fraction always has three digits, so that texts sort like times.
  private static final DateTimeFormatter MILLIS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  /// Returns the details of one attempt, or empty if the receiver gets payload 1.
  public static Optional<PayloadDetails> of(
      PayloadVersion version, Delivery delivery, AttemptNumber attempt, Instant signedAt) {
    return switch (version) {
      case ONE -> Optional.empty();
      case TWO ->
          Optional.of(
              new PayloadDetails(
                  delivery.id(),
                  delivery.configurationId().orElseThrow(),
                  signedAt.truncatedTo(ChronoUnit.SECONDS),
                  attempt,
                  delivery.isTest(),
                  delivery.sequence(),
                  delivery.uploadedAt(),
                  delivery.report().versionId()));
    };
  }

  /// Writes the properties into the open object, in their fixed order.
  void write(JsonGenerator json, Inspection inspection) throws IOException {
    json.writeNumberField("payloadVersion", PayloadVersion.TWO.number());
    json.writeStringField("deliveryId", deliveryId.value());
    json.writeStringField("configurationId", configurationId.value());
    json.writeStringField("signedAt", DateTimeFormatter.ISO_INSTANT.format(signedAt));
    json.writeNumberField("attempt", attempt.number());
    json.writeNumberField("round", attempt.round());
    json.writeBooleanField("test", test);
    json.writeStringField("errorCode", inspection.errorCode().code());
    json.writeNumberField("sequence", sequence);
    json.writeStringField("uploadedAt", MILLIS.format(uploadedAt));
    json.writeStringField("reportVersion", reportVersion.orElse(""));
    json.writeStringField("fileSha256", inspection.sha256().orElse(""));
  }
}
