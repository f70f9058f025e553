package io.cdrwebhooks.link;

import java.util.Optional;

/// The stored download links, by the hash of their token.
public interface DownloadLinks {
  /// Stores a link under a hash that nobody has.
  ///
  /// @throws IllegalStateException if the hash is taken, which random tokens do not do
  void issue(DownloadLink link);

  /// Always sees the last write; also finds expired and revoked links while they are remembered.
  Optional<DownloadLink> find(TokenHash tokenHash);
}
