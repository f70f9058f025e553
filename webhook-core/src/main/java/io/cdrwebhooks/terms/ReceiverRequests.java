package io.cdrwebhooks.terms;

import io.cdrwebhooks.receiver.AddressBlock;
import java.util.List;

/// The permission of a receiver to request fresh links and lists of its reports and to send
/// receipts. The requests must come from `allowedNetworks`, or from any address if that list is
/// empty.
///
/// It is off by default, because a person who knows the Signature could then read reports.
public record ReceiverRequests(boolean enabled, List<AddressBlock> allowedNetworks) {
  public static final int MAX_NETWORKS = 20;

  /// The fewest characters of a Signature that may sign receivers' requests: strangers can try out
  /// shorter ones from outside.
  public static final int MIN_SIGNATURE = 32;

  /// The setting of a configuration without receiver requests.
  public static final ReceiverRequests OFF = new ReceiverRequests(false, List.of());

  public ReceiverRequests {
    allowedNetworks = List.copyOf(allowedNetworks);
    if (allowedNetworks.size() > MAX_NETWORKS) {
      throw new IllegalArgumentException(
          "allowedNetworks must be at most %d: %d".formatted(MAX_NETWORKS, allowedNetworks.size()));
    }
  }

  /// Returns whether a request from this address is allowed. Text that is not an address is in no
  /// network.
  public boolean allow(String address) {
    return enabled
        && (allowedNetworks.isEmpty() || AddressBlock.anyContains(allowedNetworks, address));
  }
}
