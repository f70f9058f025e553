package io.cdrwebhooks.configuration;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/// A block of IP addresses of one family, as CIDR notation has it (RFC 4632): the first
/// `prefixBits` of its addresses are those of `network`, whose other bits are zero.
public record AddressBlock(InetAddress network, int prefixBits) {
  private static final Pattern CIDR = Pattern.compile("([0-9a-fA-F:.]+)/([0-9]{1,3})");

  public AddressBlock {
    byte[] bytes = network.getAddress();
    if (prefixBits < 0 || prefixBits > bytes.length * 8) {
      throw new IllegalArgumentException("there are no " + prefixBits + " bits in an address");
    }
    for (int bit = prefixBits; bit < bytes.length * 8; bit++) {
      if ((bytes[bit / 8] & (0x80 >> (bit % 8))) != 0) {
        throw new IllegalArgumentException("there are bits set behind the first " + prefixBits);
      }
    }
  }

  /// Reads `address/bits`; the address is a literal, so nothing is resolved.
  ///
  /// @throws IllegalArgumentException if the text is no block, has bits set behind the prefix, or
  ///   is an IPv4 block in another spelling than four decimal numbers
  public static AddressBlock of(String cidr) {
    var parts = CIDR.matcher(cidr);
    if (!parts.matches()) {
      throw new IllegalArgumentException(notABlock(cidr));
    }
    try {
      InetAddress network = InetAddress.ofLiteral(parts.group(1));
      if (network instanceof Inet4Address && !network.getHostAddress().equals(parts.group(1))) {
        throw new IllegalArgumentException("an IPv4 address has four decimal numbers");
      }
      return new AddressBlock(network, Integer.parseInt(parts.group(2)));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(notABlock(cidr) + " (" + e.getMessage() + ")", e);
    }
  }

  /// Reads blocks separated by commas, with or without white space around them; blank text is none.
  ///
  /// @throws IllegalArgumentException naming the first that is no block
  public static List<AddressBlock> list(String cidrs) {
    return cidrs.isBlank() ? List.of() : all(cidrs.strip().split("\\s*,\\s*", -1));
  }

  static List<AddressBlock> all(String... cidrs) {
    return Arrays.stream(cidrs).map(AddressBlock::of).toList();
  }

  /// False for an address of the other family.
  boolean contains(byte[] address) {
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
