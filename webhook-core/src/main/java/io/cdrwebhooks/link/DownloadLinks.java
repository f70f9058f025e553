package io.cdrwebhooks.link;

import io.cdrwebhooks.delivery.DeliveryId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The stored download links, by the hash of their token, and the receipts for downloaded files.
public interface DownloadLinks {
  /// Stores a link under an unused hash; storing the same link again changes nothing.
  ///
  /// @throws IllegalStateException if another link has the hash; random tokens never have the same
  ///   one
  void issue(DownloadLink link);

  /// Finds a link, with a consistent read. It also finds expired and revoked links until they are
  /// deleted.
  Optional<DownloadLink> find(TokenHash tokenHash);

  /// Revokes the links of a delivery that were issued by now and are still valid at `now`. Returns
  /// their number.
  int revoke(DeliveryId delivery, Instant now);

  /// Revokes the links of a delivery that `earlier` selects and that are still valid. Returns their
  /// number.
  int revoke(DeliveryId delivery, IssuedBefore earlier, Instant now);

  /// Lists the stored links of a delivery, the latest first: at most `limit`, from 1 to 100. It may
  /// miss a link that was issued within the last seconds.
  List<IssuedLink> list(DeliveryId delivery, int limit);

  /// Stores the receipt for the file of a delivery; it replaces one with another digest. Returns
  /// false and changes nothing if the last one has the same digest.
  boolean record(FileReceipt receipt, DeliveryId delivery);

  /// Finds the last receipt for the file of a delivery.
  Optional<FileReceipt> receipt(DeliveryId delivery);
}
