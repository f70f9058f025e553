package io.cdrwebhooks.link;

import java.time.Instant;
import java.util.Optional;

/// What a token that somebody presents is worth now.
public sealed interface LinkCheck {
  record Valid(DownloadLink link) implements LinkCheck {}

  /// It was valid once and is remembered.
  record Expired() implements LinkCheck {}

  /// Never issued, malformed, revoked or forgotten: one answer for all, so that nothing can be
  /// learned.
  record Unknown() implements LinkCheck {}

  /// Judges the link that was found for a token; the last valid instant is `validUntil` itself, and
  /// a link past its time of remembrance is unknown even if the store has not dropped it yet.
  static LinkCheck of(Optional<DownloadLink> found, Instant now) {
    if (found.isEmpty() || found.get().revoked() || now.isAfter(found.get().forgottenAt())) {
      return new Unknown();
    }
    return now.isAfter(found.get().validUntil()) ? new Expired() : new Valid(found.get());
  }
}
