package io.cdrwebhooks.configuration;

import java.time.Instant;
import java.util.Optional;

/// A Signature and the period in which it signs: from `effectiveAt` until the end of its overlap
/// with the next one.
///
/// `hint` is the key's last characters. `until` is empty while no successor is known.
public record SignaturePeriod(
    SealedSignature signature, String hint, Instant from, Optional<Instant> until) {
  /// Returns the same Signature, which signs until `end` together with its successor.
  SignaturePeriod until(Instant end) {
    return new SignaturePeriod(signature, hint, from, Optional.of(end));
  }

  boolean hasBegun(Instant now) {
    return !from.isAfter(now);
  }

  boolean hasEnded(Instant now) {
    return until.filter(end -> !now.isBefore(end)).isPresent();
  }
}
