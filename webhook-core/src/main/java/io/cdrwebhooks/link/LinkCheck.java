package io.cdrwebhooks.link;

import java.time.Instant;
import java.util.Optional;

/// The result of checking a presented token.
public sealed interface LinkCheck {
  record Valid(DownloadLink link) implements LinkCheck {}

  /// The link was valid once and is still stored.
  record Expired() implements LinkCheck {}

  /// The token was never issued, or is malformed, or its link was revoked or deleted. All of these
  /// get one answer, which reveals nothing.
  record Unknown() implements LinkCheck {}

  /// Checks the link that was found for a token. The last valid instant is `validUntil` itself.
  /// After [DownloadLink#forgottenAt] a link is unknown, even if the store still has it.
  static LinkCheck of(Optional<DownloadLink> found, Instant now) {
    if (found.isEmpty() || found.get().revoked() || now.isAfter(found.get().forgottenAt())) {
      return new Unknown();
    }
    return now.isAfter(found.get().validUntil()) ? new Expired() : new Valid(found.get());
  }
}
