package io.cdrwebhooks.configapi.configurations;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cdrwebhooks.aws.http.Answers;
import io.cdrwebhooks.aws.http.FieldReader;
import io.cdrwebhooks.aws.http.Step;
import io.cdrwebhooks.configuration.SealedSignature;
import io.cdrwebhooks.configuration.SignatureKey;
import io.cdrwebhooks.configuration.SignaturePeriod;
import io.cdrwebhooks.configuration.SignaturePeriods;
import io.cdrwebhooks.configuration.SignaturePeriods.Turn;
import io.cdrwebhooks.configuration.SignatureVault;
import io.cdrwebhooks.configuration.SignatureVault.Purpose;
import io.cdrwebhooks.configuration.WebhookConfiguration;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// The fields of a new Signature in a request body.
///
/// Without `effectiveAt` it takes effect now. Without `overlapDays` the old one ends then: a caller
/// that rotates because a key has leaked gets that by default. `replacesPlanned` allows replacing a
/// Signature that takes effect later.
record RotationFields(SignatureKey signature, Turn turn, boolean replacesPlanned) {
  private static final Duration CLOCK_DIFFERENCE = Duration.ofSeconds(60);
  private static final Duration MAX_AHEAD = Duration.ofDays(30);
  private static final int MAX_OVERLAP_DAYS = 7;

  static Step<RotationFields> read(ObjectNode body, SignatureLength length, Instant now) {
    FieldReader reader = new FieldReader(body);
    Optional<SignatureKey> signature = reader.signature(FieldNames.SIGNATURE);
    signature.ifPresent(key -> length.check(reader, key));
    Optional<Instant> effectiveAt = effectiveAt(reader, now);
    OptionalLong overlapDays = reader.wholeNumber("overlapDays", 0, MAX_OVERLAP_DAYS);
    boolean replacesPlanned = reader.flag("replacesPlanned", false);
    return reader.finish(
        Map.of(),
        () ->
            new RotationFields(
                signature.orElseThrow(),
                new Turn(effectiveAt.orElse(now), Duration.ofDays(overlapDays.orElse(0))),
                replacesPlanned));
  }

  /// Returns the configuration with the new Signature. It refuses to replace one that takes effect
  /// later unless the caller allows it: the receiver may already know that Signature.
  Step<WebhookConfiguration> applied(
      WebhookConfiguration found, SignatureVault vault, Instant now) {
    Optional<SignaturePeriod> planned = found.signatures().upcoming(now);
    if (planned.isPresent() && !replacesPlanned) {
      return Step.refused(
          409,
          "A Signature that ends with %s is planned for %s: cancel it, or set replacesPlanned."
              .formatted(planned.get().hint(), Answers.time(planned.get().from())));
    }
    SealedSignature sealed = vault.seal(signature, found.id(), Purpose.SIGNATURE);
    return found
        .signatures()
        .rotated(sealed, signature, turn, now)
        .<Step<WebhookConfiguration>>map(
            periods -> new Step.Continue<>(found.withSignatures(periods, now)))
        .orElseGet(
            () ->
                Step.refused(
                    409,
                    "The configuration already has "
                        + SignaturePeriods.MAX_COUNT
                        + " Signatures: wait until the overlap of one ends."));
  }

  private static Optional<Instant> effectiveAt(FieldReader reader, Instant now) {
    Optional<Instant> given = reader.instant("effectiveAt");
    if (given.isEmpty() || given.get().isBefore(now.minus(CLOCK_DIFFERENCE))) {
      return given.flatMap(_ -> reader.refuse("effectiveAt", "must not be in the past"));
    }
    if (given.get().isAfter(now.plus(MAX_AHEAD))) {
      return reader.refuse("effectiveAt", "must be at most 30 days ahead");
    }
    return given.filter(now::isBefore);
  }
}
