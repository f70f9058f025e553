package io.cdrwebhooks.configuration;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;

/// A block of IP addresses in CIDR notation (RFC 4632), of one family.
final class AddressBlock {
  private final byte[] network;
  private final int prefixBits;

  private AddressBlock(byte[] network, int prefixBits) {
    this.network = network;
    this.prefixBits = prefixBits;
  }

  /// Reads `address/bits`; the address is a literal, so nothing is resolved.
  static AddressBlock of(String cidr) {
    int slash = cidr.indexOf('/');
    try {
      byte[] network = InetAddress.ofLiteral(cidr.substring(0, slash)).getAddress();
      return new AddressBlock(network, Integer.parseInt(cidr.substring(slash + 1)));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("not a block of addresses: " + cidr, e);
    }
  }

  static List<AddressBlock> all(String... cidrs) {
    return Arrays.stream(cidrs).map(AddressBlock::of).toList();
  }

  /// False for an address of the other family.
  boolean contains(byte[] address) {
    if (address.length != network.length) {
      return false;
    }
    int whole = prefixBits / 8;
    if (!Arrays.equals(address, 0, whole, network, 0, whole)) {
      return false;
    }
    int rest = prefixBits % 8;
    return rest == 0 || ((address[whole] ^ network[whole]) & (0xff << (8 - rest)) & 0xff) == 0;
  }
}
