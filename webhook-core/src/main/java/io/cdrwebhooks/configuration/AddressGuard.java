package io.cdrwebhooks.configuration;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Decides on resolved addresses whether a receiver may be called: globally routable unicast, or
/// refused.
///
/// It never looks at how an address was written: names, octal, hex and mapped forms are all
/// resolved before. One bad address among several refuses the name, so that no answer of a resolver
/// can smuggle one in. Requests leave over IPv4, so a receiver needs an IPv4 address.
///
/// Source: IANA's special-purpose address registries for IPv4 and IPv6 (RFC 6890 and successors).
public final class AddressGuard {
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

  private final ReceiverRules rules;

  public AddressGuard(ReceiverRules rules) {
    this.rules = rules;
  }

  /// What may be connected to, or why nothing may.
  public sealed interface Verdict {
    /// The IPv4 addresses in the resolver's order, never none.
    record Allowed(List<InetAddress> addresses) implements Verdict {
      public Allowed {
        addresses = List.copyOf(addresses);
      }
    }

    /// `reason` names no address inside our own network.
    record Refused(String reason) implements Verdict {}
  }

  public Verdict vet(List<InetAddress> resolved) {
    if (resolved.isEmpty()) {
      return new Verdict.Refused("the name has no address");
    }
    if (!resolved.stream().allMatch(this::allowed)) {
      return new Verdict.Refused("the name has an address that is not on the public internet");
    }
    List<InetAddress> reachable = resolved.stream().filter(Inet4Address.class::isInstance).toList();
    return reachable.isEmpty()
        ? new Verdict.Refused("the name has no IPv4 address, and requests leave over IPv4")
        : new Verdict.Allowed(reachable);
  }

  private boolean allowed(InetAddress address) {
    if (address.isLoopbackAddress() && rules.loopbackAllowed()) {
      return true;
    }
    return switch (address) {
      case Inet4Address ipv4 -> isGlobalIpv4(ipv4.getAddress());
      case Inet6Address ipv6 -> isGlobalIpv6(ipv6.getAddress());
      default -> false;
    };
  }

  private static boolean isGlobalIpv4(byte[] address) {
    return REFUSED_IPV4.stream().noneMatch(block -> block.contains(address));
  }

  private static boolean isGlobalIpv6(byte[] address) {
    return embeddedIpv4(address)
        .map(AddressGuard::isGlobalIpv4)
        .orElseGet(
            () ->
                GLOBAL_IPV6.contains(address)
                    && REFUSED_IPV6.stream().noneMatch(block -> block.contains(address)));
  }

  /// Translated forms are as good as the IPv4 address they stand for (RFC 6052, RFC 3056).
  private static Optional<byte[]> embeddedIpv4(byte[] ipv6) {
    if (NAT64.contains(ipv6)) {
      return Optional.of(Arrays.copyOfRange(ipv6, 12, 16));
    }
    if (SIX_TO_FOUR.contains(ipv6)) {
      return Optional.of(Arrays.copyOfRange(ipv6, 2, 6));
    }
    return Optional.empty();
  }
}
