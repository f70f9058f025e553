package io.cdrwebhooks.receiver;

import java.net.InetAddress;
import java.util.List;

/// The rows of IANA's special-purpose address registries for IPv4 and IPv6, and the multicast,
/// reserved and unassigned space that the registries take for granted.
final class SpecialPurposeRegistry {
  private SpecialPurposeRegistry() {}

  /// `MORE_SPECIFIC`: reachable by the registry, but inside a block that is not, and no place for a
  /// receiver. `TRANSLATED`: judged like the IPv4 address within.
  enum Reachable {
    YES,
    NO,
    MORE_SPECIFIC,
    TRANSLATED
  }

  record Row(String block, Reachable reachable) {
    boolean contains(InetAddress address) {
      return TestBlocks.contains(block, address);
    }
  }

  static final List<Row> IPV4 =
      List.of(
          new Row("0.0.0.0/8", Reachable.NO), // "this network"
          new Row("0.0.0.0/32", Reachable.NO), // "this host on this network"
          new Row("10.0.0.0/8", Reachable.NO), // private use
          new Row("100.64.0.0/10", Reachable.NO), // shared address space
          new Row("127.0.0.0/8", Reachable.NO), // loopback
          new Row("169.254.0.0/16", Reachable.NO), // link local
          new Row("172.16.0.0/12", Reachable.NO), // private use
          new Row("192.0.0.0/24", Reachable.NO), // protocol assignments
          new Row("192.0.0.0/29", Reachable.NO), // service continuity prefix
          new Row("192.0.0.8/32", Reachable.NO), // dummy address
          new Row("192.0.0.9/32", Reachable.MORE_SPECIFIC), // port control protocol anycast
          new Row("192.0.0.10/32", Reachable.MORE_SPECIFIC), // TURN anycast
          new Row("192.0.0.170/32", Reachable.NO), // NAT64/DNS64 discovery
          new Row("192.0.0.171/32", Reachable.NO),
          new Row("192.0.2.0/24", Reachable.NO), // documentation
          new Row("192.31.196.0/24", Reachable.YES), // AS112
          new Row("192.52.193.0/24", Reachable.YES), // automatic multicast tunneling
          new Row("192.88.99.0/24", Reachable.NO), // 6to4 relay anycast, deprecated
          new Row("192.88.99.2/32", Reachable.NO), // 6a44 relay anycast
          new Row("192.168.0.0/16", Reachable.NO), // private use
          new Row("192.175.48.0/24", Reachable.YES), // AS112, direct delegation
          new Row("198.18.0.0/15", Reachable.NO), // benchmarking
          new Row("198.51.100.0/24", Reachable.NO), // documentation
          new Row("203.0.113.0/24", Reachable.NO), // documentation
          new Row("240.0.0.0/4", Reachable.NO), // reserved
          new Row("255.255.255.255/32", Reachable.NO), // limited broadcast
          new Row("224.0.0.0/4", Reachable.NO)); // multicast has a separate registry

  static final List<Row> IPV6 =
      List.of(
          new Row("::1/128", Reachable.NO), // loopback
          new Row("::/128", Reachable.NO), // unspecified
          new Row("64:ff9b::/96", Reachable.TRANSLATED), // NAT64
          new Row("64:ff9b:1::/48", Reachable.NO), // NAT64 of local use
          new Row("100::/64", Reachable.NO), // discard only
          new Row("100:0:0:1::/64", Reachable.NO), // dummy prefix
          new Row("2001::/23", Reachable.NO), // protocol assignments
          new Row("2001::/32", Reachable.NO), // Teredo
          new Row("2001:1::1/128", Reachable.MORE_SPECIFIC), // port control protocol anycast
          new Row("2001:1::2/128", Reachable.MORE_SPECIFIC), // TURN anycast
          new Row("2001:1::3/128", Reachable.MORE_SPECIFIC), // DNS-SD registration anycast
          new Row("2001:2::/48", Reachable.NO), // benchmarking
          new Row("2001:3::/32", Reachable.MORE_SPECIFIC), // automatic multicast tunneling
          new Row("2001:4:112::/48", Reachable.MORE_SPECIFIC), // AS112
          new Row("2001:10::/28", Reachable.NO), // ORCHID, deprecated
          new Row("2001:20::/28", Reachable.MORE_SPECIFIC), // ORCHIDv2
          new Row("2001:30::/28", Reachable.MORE_SPECIFIC), // drone remote id
          new Row("2001:db8::/32", Reachable.NO), // documentation
          new Row("2002::/16", Reachable.TRANSLATED), // 6to4
          new Row("2620:4f:8000::/48", Reachable.YES), // AS112, direct delegation
          new Row("3fff::/20", Reachable.NO), // documentation
          new Row("5f00::/16", Reachable.NO), // segment routing
          new Row("fc00::/7", Reachable.NO), // unique local
          new Row("fe80::/10", Reachable.NO), // link local
          new Row("fec0::/10", Reachable.NO), // site local, deprecated
          new Row("ff00::/8", Reachable.NO)); // multicast has a separate registry
}
