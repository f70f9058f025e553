package io.cdrwebhooks.terms;

import io.cdrwebhooks.receiver.AddressBlock;
import java.util.List;

/// Whether the receiver of a configuration may ask for fresh links and for lists of its reports,
/// and send receipts, and from which networks. No networks means from any address.
///
/// It is off by default, because anyone who knows the Signature can then read reports.
public record ReceiverRequests(boolean enabled, List<AddressBlock> allowedNetworks) {
  public static final int MAX_NETWORKS = 20;

  /// The least number of characters of a Signature that may sign requests: they can be tried from
  /// outside.
  public static final int MIN_SIGNATURE = 32;

  /// The setting of a configuration that sets none.
  public static final ReceiverRequests OFF = new ReceiverRequests(false, List.of());

  public ReceiverRequests {
    allowedNetworks = List.copyOf(allowedNetworks);
    if (allowedNetworks.size() > MAX_NETWORKS) {
      throw new IllegalArgumentException(
          "allowedNetworks must be at most %d: %d".formatted(MAX_NETWORKS, allowedNetworks.size()));
    }
  }

  /// Returns whether a request from this address is allowed. A text that is no address is in no
  /// network.
  public boolean allow(String address) {
    return enabled
        && (allowedNetworks.isEmpty() || AddressBlock.anyContains(allowedNetworks, address));
  }
}
