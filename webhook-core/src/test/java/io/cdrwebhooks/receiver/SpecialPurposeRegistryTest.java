package io.cdrwebhooks.receiver;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/// Tests every row of IANA's special-purpose address registries for IPv4 and IPv6, with its
/// "globally reachable" value. It also tests the multicast, reserved and unassigned space that the
/// registries take for granted.
class SpecialPurposeRegistryTest {
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

  /// A row for mapped addresses (::ffff:0:0/96) is missing above, because the JDK turns them into
  /// IPv4 addresses. AddressGuardTest tests one that stayed IPv6.
  static final List<Row> ROWS = Stream.concat(IPV4.stream(), IPV6.stream()).toList();

  private static final InetAddress PUBLIC = InetAddress.ofLiteral("93.184.215.14");

  private final AddressGuard guard = new AddressGuard(ReceiverRules.PRODUCTION);

  @ParameterizedTest
  @FieldSource("ROWS")
  void rowIsJudgedFromItsFirstToItsLastAddress(Row row) {
    for (InetAddress address :
        List.of(TestBlocks.first(row.block()), TestBlocks.last(row.block()))) {
      assertThat(isPublic(address)).as("%s", address).isEqualTo(expected(address));
    }
  }

  @Property(tries = 3_000)
  void anyAddressOfARowIsJudgedByTheRegistry(
      @ForAll("rows") Row row, @ForAll("hosts") BigInteger host) {
    InetAddress address = TestBlocks.within(row.block(), host);
    assertThat(isPublic(address)).as("%s", address).isEqualTo(expected(address));
  }

  /// Just before a row, just after it, and on both sides of its ends.
  @Property(tries = 3_000)
  void neighboursOfARowAreJudgedByTheRegistry(
      @ForAll("rows") Row row, @ForAll @IntRange(min = -3, max = 3) int steps) {
    for (InetAddress end : List.of(TestBlocks.first(row.block()), TestBlocks.last(row.block()))) {
      InetAddress address = TestBlocks.plus(end, steps);
      assertThat(isPublic(address)).as("%s", address).isEqualTo(expected(address));
    }
  }

  @Property(tries = 3_000)
  void anyAddressIsJudgedByTheRegistry(@ForAll("hosts") BigInteger value, @ForAll boolean ipv6) {
    InetAddress address = TestBlocks.address(value, ipv6 ? 16 : 4);
    assertThat(isPublic(address)).as("%s", address).isEqualTo(expected(address));
  }

  @Property(tries = 2_000)
  void anyGlobalUnicastIpv6AddressIsJudgedByTheRegistry(@ForAll("hosts") BigInteger host) {
    InetAddress address = TestBlocks.within("2000::/3", host);
    assertThat(isPublic(address)).as("%s", address).isEqualTo(expected(address));
  }

  /// Without this check, an unread registry would pass each of the properties above.
  @Test
  void expectationsFollowTheRegistry() {
    assertThat(expected(InetAddress.ofLiteral("192.175.48.1"))).isTrue();
    assertThat(expected(InetAddress.ofLiteral("192.0.0.9"))).isFalse();
    assertThat(expected(InetAddress.ofLiteral("2620:4f:8000::1"))).isTrue();
    assertThat(expected(InetAddress.ofLiteral("64:ff9b::10.0.0.1"))).isFalse();
    assertThat(expected(InetAddress.ofLiteral("64:ff9b::1.1.1.1"))).isTrue();
    assertThat(expected(InetAddress.ofLiteral("2002:a00:1::"))).isFalse();
  }

  @Provide
  Arbitrary<Row> rows() {
    return Arbitraries.of(ROWS);
  }

  @Provide
  Arbitrary<BigInteger> hosts() {
    return TestBlocks.hosts();
  }

  /// Returns whether a name may have this address in addition to a public one.
  private boolean isPublic(InetAddress address) {
    return guard.vet(List.of(address, PUBLIC)) instanceof ReceiverVetting.Judgement.Allowed;
  }

  private static boolean expected(InetAddress address) {
    if (address instanceof Inet4Address) {
      return IPV4.stream().noneMatch(row -> isUnreachable(row) && row.contains(address));
    }
    if (TestBlocks.contains("64:ff9b::/96", address)) {
      return expected(TestBlocks.address(TestBlocks.value(address), 4));
    }
    if (TestBlocks.contains("2002::/16", address)) {
      return expected(TestBlocks.address(TestBlocks.value(address).shiftRight(80), 4));
    }
    return TestBlocks.contains("2000::/3", address)
        && IPV6.stream().noneMatch(row -> isUnreachable(row) && row.contains(address));
  }

  private static boolean isUnreachable(Row row) {
    return switch (row.reachable()) {
      case NO, MORE_SPECIFIC -> true;
      case YES, TRANSLATED -> false;
    };
  }
}
