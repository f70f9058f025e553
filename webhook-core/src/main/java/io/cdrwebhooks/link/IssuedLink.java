package io.cdrwebhooks.link;

import io.cdrwebhooks.delivery.LinkFollow;
import java.time.Instant;
import java.util.Optional;

/// The record of a download link, without its token.
///
/// `name` distinguishes the links of one delivery. `revokedAt` is empty if the link is not revoked,
/// or if a version that did not store the time revoked it.
public record IssuedLink(
    String name, Instant validUntil, boolean revoked, Optional<Instant> revokedAt) {
  /// Returns the name of a link: the beginning of the hash of its token.
  public static String name(TokenHash hash) {
    return hash.hex().substring(0, LinkFollow.NAME_LENGTH);
  }

  /// Returns when the link was issued, in whole seconds.
  public Instant issuedAt() {
    return validUntil.minus(DownloadLink.LIFE);
  }
}
