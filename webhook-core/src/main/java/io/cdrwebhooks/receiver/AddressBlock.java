package io.cdrwebhooks.receiver;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/// A block of IP addresses of one family in CIDR notation (RFC 4632).
///
/// The first `prefixBits` of its addresses equal those of `network`, whose other bits are zero.
public record AddressBlock(InetAddress network, int prefixBits) {
  private static final Pattern CIDR = Pattern.compile("([0-9a-fA-F:.]+)/([0-9]{1,3})");

  public AddressBlock {
    byte[] bytes = network.getAddress();
    if (prefixBits < 0 || prefixBits > bytes.length * 8) {
      throw new IllegalArgumentException("prefix bits must fit the address: " + prefixBits);
    }
    for (int bit = prefixBits; bit < bytes.length * 8; bit++) {
      if ((bytes[bit / 8] & (0x80 >> (bit % 8))) != 0) {
        throw new IllegalArgumentException(
            "bits after the first " + prefixBits + " must be zero: " + network.getHostAddress());
      }
    }
  }

  /// Reads `address/bits`. The address is a literal, so no name is resolved.
  ///
  /// @throws IllegalArgumentException if the text is not a block, has bits set after the prefix, or
  ///   is an IPv4 block not written as four decimal numbers
  public static AddressBlock of(String cidr) {
    var parts = CIDR.matcher(cidr);
    if (!parts.matches()) {
      throw new IllegalArgumentException(notABlock(cidr));
    }
    try {
      InetAddress network = InetAddress.ofLiteral(parts.group(1));
      if (network instanceof Inet4Address && !network.getHostAddress().equals(parts.group(1))) {
        throw new IllegalArgumentException("an IPv4 address must be four decimal numbers");
      }
      return new AddressBlock(network, Integer.parseInt(parts.group(2)));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(notABlock(cidr) + " (" + e.getMessage() + ")", e);
    }
  }

  /// Reads blocks separated by commas, with optional white space around them. Blank text gives an
  /// empty list.
  ///
  /// @throws IllegalArgumentException naming the first item that is not a block
  public static List<AddressBlock> list(String cidrs) {
    return cidrs.isBlank() ? List.of() : all(cidrs.strip().split("\\s*,\\s*", -1));
  }

  static List<AddressBlock> all(String... cidrs) {
    return Arrays.stream(cidrs).map(AddressBlock::of).toList();
  }

  /// Returns whether a block contains this address. Text that is not an address is in no block.
  public static boolean anyContains(List<AddressBlock> blocks, String address) {
    try {
      byte[] bytes = InetAddress.ofLiteral(address).getAddress();
      return blocks.stream().anyMatch(block -> block.contains(bytes));
    } catch (IllegalArgumentException _) {
      return false;
    }
  }

  /// Returns whether the block contains the address; false for an address of the other family.
  public boolean contains(byte[] address) {
    byte[] first = network.getAddress();
    if (address.length != first.length) {
      return false;
    }
    int whole = prefixBits / 8;
    if (!Arrays.equals(address, 0, whole, first, 0, whole)) {
      return false;
    }
    int rest = prefixBits % 8;
    return rest == 0 || ((address[whole] ^ first[whole]) & (0xff << (8 - rest)) & 0xff) == 0;
  }

  private static String notABlock(String cidr) {
    return "not a block of addresses, as in 10.0.0.0/8: " + cidr;
  }

  @Override
  public String toString() {
    return network.getHostAddress() + "/" + prefixBits;
  }
}
