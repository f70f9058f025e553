package io.cdrwebhooks.delivery;

import io.cdrwebhooks.configuration.ConfigurationId;
import io.cdrwebhooks.json.Json;
import io.cdrwebhooks.report.Inspection;
import io.cdrwebhooks.terms.PayloadVersion;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Map;
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

  /// Adds the properties to those of payload 1, in their fixed order.
  void addTo(Map<String, Object> properties, Inspection inspection) {
    properties.putAll(
        Json.object(
            "payloadVersion", PayloadVersion.TWO.number(),
            "deliveryId", deliveryId.value(),
            "configurationId", configurationId.value(),
            "signedAt", DateTimeFormatter.ISO_INSTANT.format(signedAt),
            "attempt", attempt.number(),
            "round", attempt.round(),
            "test", test,
            "errorCode", inspection.errorCode().code(),
            "sequence", sequence,
            "uploadedAt", Json.instant(uploadedAt),
            "reportVersion", reportVersion.orElse(""),
            "fileSha256", inspection.sha256().orElse("")));
  }
}
