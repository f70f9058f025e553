package io.cdrwebhooks.configuration;

import java.time.Instant;
import java.util.Optional;

/// A Signature and the period in which it signs: from `effectiveAt` until the end of its overlap
/// with the next one.
///
/// `hint` is the key's last characters. `length` is its number of characters; 0 if the Signature
/// was stored before lengths were. `until` is empty while no successor is known.
public record SignaturePeriod(
    SealedSignature signature, String hint, int length, Instant from, Optional<Instant> until) {
  static SignaturePeriod beginning(SealedSignature signature, SignatureKey key, Instant from) {
    return new SignaturePeriod(signature, key.hint(), key.length(), from, Optional.empty());
  }

  /// Returns the same Signature, which signs until `end` together with its successor.
  SignaturePeriod until(Instant end) {
    return new SignaturePeriod(signature, hint, length, from, Optional.of(end));
  }

  /// Returns the same Signature, without a successor.
  SignaturePeriod withoutEnd() {
    return new SignaturePeriod(signature, hint, length, from, Optional.empty());
  }

  boolean hasBegun(Instant now) {
    return !from.isAfter(now);
  }

  boolean hasEnded(Instant now) {
    return until.filter(end -> !now.isBefore(end)).isPresent();
  }
}
