package io.cdrwebhooks.link;

import io.cdrwebhooks.delivery.DeliveryId;
import java.time.Instant;
import java.util.Optional;

/// The stored download links, by the hash of their token.
public interface DownloadLinks {
  /// Stores a link under a hash that nobody has; the very same link once more changes nothing.
  ///
  /// @throws IllegalStateException if another link has the hash, which random tokens do not do
  void issue(DownloadLink link);

  /// Always sees the last write; also finds expired and revoked links while they are remembered.
  Optional<DownloadLink> find(TokenHash tokenHash);

  /// Revokes the links of a delivery that were issued by now and are still valid at `now`; answers
  /// how many.
  int revoke(DeliveryId delivery, Instant now);
}
