package io.cdrwebhooks.receiver;

import io.cdrwebhooks.receiver.ReceiverVetting.Judgement;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Decides whether a receiver's resolved addresses may be called: only globally routable unicast
/// addresses may.
///
/// The guard judges addresses, not their spelling: names and octal, hex and mapped forms are
/// resolved before. It refuses a name if one of its addresses is forbidden, so a DNS answer cannot
/// mix a forbidden address among allowed ones. Requests leave over IPv4, so a receiver needs an
/// IPv4 address. The guard also refuses the blocks that [ReceiverRules] names.
///
/// The guard is stricter than IANA for addresses that no receiver has. It refuses the anycast
/// addresses among the protocol assignments, ORCHIDs and drone ids, although IANA lists them as
/// globally reachable. IPv6 outside 2000::/3 is refused, except for NAT64.
///
/// Source: IANA's special-purpose address registries for IPv4 and IPv6 (RFC 6890 and successors).
public record AddressGuard(ReceiverRules rules) {
  private static final List<AddressBlock> REFUSED_IPV4 =
      AddressBlock.all(
          "0.0.0.0/8", // this network
          "10.0.0.0/8", // private
          "100.64.0.0/10", // shared by carriers
          "127.0.0.0/8", // loopback
          "169.254.0.0/16", // link-local: the cloud's metadata
          "172.16.0.0/12", // private
          "192.0.0.0/24", // protocol assignments
          "192.0.2.0/24", // documentation
          "192.88.99.0/24", // 6to4 relays, deprecated
          "192.168.0.0/16", // private
          "198.18.0.0/15", // benchmarks
          "198.51.100.0/24", // documentation
          "203.0.113.0/24", // documentation
          "224.0.0.0/4", // multicast
          "240.0.0.0/4"); // reserved, broadcast
  private static final AddressBlock GLOBAL_IPV6 = AddressBlock.of("2000::/3");
  private static final List<AddressBlock> REFUSED_IPV6 =
      AddressBlock.all(
          "2001::/23", // protocol assignments, Teredo
          "2001:db8::/32", // documentation
          "3fff::/20"); // documentation
  private static final AddressBlock NAT64 = AddressBlock.of("64:ff9b::/96");
  private static final AddressBlock SIX_TO_FOUR = AddressBlock.of("2002::/16");

  /// Returns the addresses to connect to, in the resolver's order, or the reason for a refusal.
  public Judgement vet(List<InetAddress> resolved) {
    if (resolved.isEmpty()) {
      return new Judgement.Refused("the name has no address");
    }
    if (!resolved.stream().allMatch(this::allowed)) {
      return new Judgement.Refused("the name has an address that is not on the public internet");
    }
    List<InetAddress> reachable = resolved.stream().filter(Inet4Address.class::isInstance).toList();
    return reachable.isEmpty()
        ? new Judgement.Refused("the name has no IPv4 address, and requests use IPv4 only")
        : new Judgement.Allowed(reachable);
  }

  private boolean allowed(InetAddress address) {
    byte[] bytes = address.getAddress();
    if (isIn(rules.refusedBlocks(), bytes)) {
      return false;
    }
    if (address.isLoopbackAddress() && rules.loopbackAllowed()) {
      return true;
    }
    return switch (address) {
      case Inet4Address _ -> isPublicIpv4(bytes);
      case Inet6Address _ -> isPublicIpv6(bytes);
      default -> false;
    };
  }

  private boolean isPublicIpv4(byte[] address) {
    return !isIn(rules.refusedBlocks(), address) && !isIn(REFUSED_IPV4, address);
  }

  private boolean isPublicIpv6(byte[] address) {
    boolean publicPrefix =
        embedsIpv4(address) || (GLOBAL_IPV6.contains(address) && !isIn(REFUSED_IPV6, address));
    return publicPrefix && embeddedIpv4(address).stream().allMatch(this::isPublicIpv4);
  }

  private static boolean embedsIpv4(byte[] ipv6) {
    return NAT64.contains(ipv6) || SIX_TO_FOUR.contains(ipv6);
  }

  /// Finds the IPv4 address in a transition address: NAT64 (RFC 6052), 6to4 (RFC 3056), or ISATAP
  /// under any prefix (RFC 5214). The guard judges that address too.
  private static List<byte[]> embeddedIpv4(byte[] ipv6) {
    List<byte[]> embedded = new ArrayList<>();
    if (NAT64.contains(ipv6) || isIsatap(ipv6)) {
      embedded.add(Arrays.copyOfRange(ipv6, 12, 16));
    }
    if (SIX_TO_FOUR.contains(ipv6)) {
      embedded.add(Arrays.copyOfRange(ipv6, 2, 6));
    }
    return embedded;
  }

  /// Checks for the interface identifier 0:5efe, or 200:5efe for an IPv4 address marked as globally
  /// unique.
  private static boolean isIsatap(byte[] ipv6) {
    return (ipv6[8] & ~0x03) == 0 && ipv6[9] == 0 && ipv6[10] == 0x5e && ipv6[11] == (byte) 0xfe;
  }

  private static boolean isIn(List<AddressBlock> blocks, byte[] address) {
    return blocks.stream().anyMatch(block -> block.contains(address));
  }
}
