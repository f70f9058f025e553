package io.cdrwebhooks.configapi.configurations;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cdrwebhooks.aws.http.FieldReader;
import io.cdrwebhooks.aws.http.Step;
import io.cdrwebhooks.configuration.SignatureKey;
import io.cdrwebhooks.configuration.SignaturePeriods.Turn;
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
