package io.cdrwebhooks.receiver;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.receiver.ReceiverVetting.Judgement;
import java.math.BigInteger;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Tests every block of IANA's special-purpose registries for IPv4 and IPv6 that is not globally
/// reachable, and the multicast and reserved space.
class AddressGuardTest {
  private static final String NOT_PUBLIC =
      "the name has an address that is not on the public internet";
  private static final String NO_IPV4 = "the name has no IPv4 address, and requests use IPv4 only";
  private static final String PUBLIC_IPV4 = "93.184.215.14";
  private static final String PUBLIC_IPV6 = "2606:2800:21f:cb07:6820:80da:af6b:8b2c";

  static final List<String> REFUSED_IPV4 =
      List.of(
          "0.0.0.0/8",
          "10.0.0.0/8",
          "100.64.0.0/10",
          "127.0.0.0/8",
          "169.254.0.0/16",
          "172.16.0.0/12",
          "192.0.0.0/24",
          "192.0.2.0/24",
          "192.88.99.0/24",
          "192.168.0.0/16",
          "198.18.0.0/15",
          "198.51.100.0/24",
          "203.0.113.0/24",
          "224.0.0.0/4",
          "240.0.0.0/4",
          "255.255.255.255/32");

  static final List<String> REFUSED_IPV6 =
      List.of(
          "::/128",
          "::1/128",
          "::/96", // IPv4-compatible, deprecated
          "::ffff:0:0:0/96", // translated, RFC 2765
          "64:ff9b:1::/48", // local NAT64
          "100::/64", // discard
          "100:0:0:1::/64", // dummy
          "200::/7", // was NSAP
          "400::/6",
          "1000::/4",
          "2001::/32", // Teredo
          "2001::/23",
          "2001:2::/48", // benchmarks
          "2001:10::/28", // ORCHID
          "2001:20::/28", // ORCHIDv2
          "2001:30::/28", // drone ids
          "2001:db8::/32",
          "3fff::/20",
          "4000::/2",
          "5f00::/16", // segment routing
          "8000::/1",
          "fc00::/7",
          "fe80::/10",
          "fec0::/10", // site-local
          "ff00::/8");

  static final List<String> REFUSED =
      Stream.concat(REFUSED_IPV4.stream(), REFUSED_IPV6.stream()).toList();

  private final AddressGuard guard = new AddressGuard(ReceiverRules.PRODUCTION);

  @ParameterizedTest
  @FieldSource("REFUSED")
  void blockIsRefusedFromItsFirstToItsLastAddress(String block) {
    assertThat(vet(TestBlocks.first(block))).isEqualTo(new Judgement.Refused(NOT_PUBLIC));
    assertThat(vet(TestBlocks.last(block))).isEqualTo(new Judgement.Refused(NOT_PUBLIC));
  }

  @Property(tries = 3_000)
  void everyAddressOfARefusedBlockIsRefused(
      @ForAll("refusedBlocks") String block, @ForAll("hosts") BigInteger host) {
    assertThat(vet(TestBlocks.within(block, host))).isEqualTo(new Judgement.Refused(NOT_PUBLIC));
  }

  @Provide
  Arbitrary<String> refusedBlocks() {
    return Arbitraries.of(REFUSED);
  }

  @Provide
  Arbitrary<BigInteger> hosts() {
    return TestHosts.any();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.0.0.0",
        "9.255.255.255",
        "11.0.0.0",
        "100.63.255.255",
        "100.128.0.0",
        "126.255.255.255",
        "128.0.0.0",
        "169.253.255.255",
        "169.255.0.0",
        "172.15.255.255",
        "172.32.0.0",
        "191.255.255.255",
        "192.0.1.0",
        "192.0.1.255",
        "192.0.3.0",
        "192.88.98.255",
        "192.88.100.0",
        "192.167.255.255",
        "192.169.0.0",
        "198.17.255.255",
        "198.20.0.0",
        "198.51.99.255",
        "198.51.101.0",
        "203.0.112.255",
        "203.0.114.0",
        "223.255.255.255",
        PUBLIC_IPV4
      })
  void neighboursOfTheBlocksAreAllowed(String text) {
    InetAddress address = InetAddress.ofLiteral(text);
    assertThat(vet(address)).isEqualTo(new Judgement.Allowed(List.of(address)));
  }

  @Property(tries = 2_000)
  void ipv4AddressOutsideTheBlocksIsAllowed(@ForAll int bits) {
    byte[] bytes = BigInteger.valueOf(Integer.toUnsignedLong(bits)).toByteArray();
    InetAddress address = TestBlocks.address(new BigInteger(1, bytes), 4);
    boolean special = REFUSED_IPV4.stream().anyMatch(block -> TestBlocks.contains(block, address));
    assertThat(vet(address) instanceof Judgement.Allowed).isEqualTo(!special);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2000::",
        "2001:200::",
        "2001:db7:ffff:ffff:ffff:ffff:ffff:ffff",
        "2001:db9::",
        "2003::",
        "2620:4f:8000::1",
        "3ffe:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
        "3fff:1000::",
        "3fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
        PUBLIC_IPV6
      })
  void globalIpv6AddressCountsAsPublicButCannotBeReached(String text) {
    assertThat(vet(text)).isEqualTo(new Judgement.Refused(NO_IPV4));
    assertThat(vet(text, PUBLIC_IPV4))
        .isEqualTo(new Judgement.Allowed(List.of(InetAddress.ofLiteral(PUBLIC_IPV4))));
  }

  @Test
  void mappedAddressCountsAsItsIpv4Address() throws UnknownHostException {
    assertThat(InetAddress.getByAddress(mapped("10.0.0.1"))).isInstanceOf(Inet4Address.class);
    assertThat(vet(InetAddress.getByAddress(mapped("10.0.0.1"))))
        .isEqualTo(new Judgement.Refused(NOT_PUBLIC));
    assertThat(vet(InetAddress.getByAddress(mapped(PUBLIC_IPV4))))
        .isEqualTo(new Judgement.Allowed(List.of(InetAddress.ofLiteral(PUBLIC_IPV4))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "169.254.169.254", PUBLIC_IPV4})
  void mappedAddressThatStayedIpv6IsRefused(String ipv4) throws UnknownHostException {
    InetAddress address = Inet6Address.getByAddress(null, mapped(ipv4), 0);
    assertThat(address).isInstanceOf(Inet6Address.class);
    assertThat(vet(address, InetAddress.ofLiteral(PUBLIC_IPV4)))
        .isEqualTo(new Judgement.Refused(NOT_PUBLIC));
  }

  @ParameterizedTest
  @FieldSource("REFUSED_IPV4")
  void nat64And6to4OfARefusedAddressAreRefused(String block) {
    for (InetAddress ipv4 : List.of(TestBlocks.first(block), TestBlocks.last(block))) {
      assertThat(vet(nat64(ipv4), InetAddress.ofLiteral(PUBLIC_IPV4)))
          .isEqualTo(new Judgement.Refused(NOT_PUBLIC));
      assertThat(vet(sixToFour(ipv4), InetAddress.ofLiteral(PUBLIC_IPV4)))
          .isEqualTo(new Judgement.Refused(NOT_PUBLIC));
    }
  }

  @Test
  void nat64And6to4OfAPublicAddressArePublic() {
    InetAddress ipv4 = InetAddress.ofLiteral(PUBLIC_IPV4);
    assertThat(vet(nat64(ipv4))).isEqualTo(new Judgement.Refused(NO_IPV4));
    assertThat(vet(sixToFour(ipv4))).isEqualTo(new Judgement.Refused(NO_IPV4));
    assertThat(vet(nat64(ipv4), sixToFour(ipv4), ipv4))
        .isEqualTo(new Judgement.Allowed(List.of(ipv4)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.0.0.1", "127.0.0.1", "fe80::1", "::1", "fd00:ec2::254"})
  void oneBadAddressRefusesAllAtAnyPosition(String bad) {
    assertThat(vet(bad, PUBLIC_IPV4)).isEqualTo(new Judgement.Refused(NOT_PUBLIC));
    assertThat(vet(PUBLIC_IPV4, bad)).isEqualTo(new Judgement.Refused(NOT_PUBLIC));
    assertThat(vet(PUBLIC_IPV4, PUBLIC_IPV6, bad, "1.1.1.1"))
        .isEqualTo(new Judgement.Refused(NOT_PUBLIC));
  }

  @Test
  void ipv4AddressesAreAllowedInTheResolversOrder() {
    assertThat(vet("9.9.9.9", PUBLIC_IPV6, "1.1.1.1", "8.8.8.8"))
        .isEqualTo(
            new Judgement.Allowed(
                List.of(
                    InetAddress.ofLiteral("9.9.9.9"),
                    InetAddress.ofLiteral("1.1.1.1"),
                    InetAddress.ofLiteral("8.8.8.8"))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"2606:4700::5efe:10.0.0.1", "2606:4700::200:5efe:127.0.0.1"})
  void isatapOfARefusedAddressIsRefused(String isatap) {
    assertThat(vet(isatap, PUBLIC_IPV4)).isEqualTo(new Judgement.Refused(NOT_PUBLIC));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2606:4700::5efe:1.1.1.1", // ISATAP
        "2606:4700::200:5efe:1.1.1.1",
        "2606:4700::1:5efe:0:1", // not ISATAP
        "2606:4700::5eff:10.0.0.1"
      })
  void isatapOfAPublicAddressIsPublic(String isatap) {
    assertThat(vet(isatap)).isEqualTo(new Judgement.Refused(NO_IPV4));
  }

  @Test
  void blockThatTheDeploymentNamesIsRefusedInEveryForm() {
    AddressGuard strict =
        new AddressGuard(
            new ReceiverRules(
                false, true, AddressBlock.list("93.184.0.0/16, 2606:4700::/32, 127.0.0.8/32")));
    for (String refused :
        List.of(
            PUBLIC_IPV4,
            "2606:4700::1",
            "64:ff9b::93.184.1.1",
            "2002:5db8:101::1",
            "2620::5efe:93.184.1.1",
            "127.0.0.8")) {
      assertThat(strict.vet(List.of(InetAddress.ofLiteral(refused))))
          .as(refused)
          .isEqualTo(new Judgement.Refused(NOT_PUBLIC));
    }
    for (String allowed : List.of("93.185.0.0", "93.183.255.255", "127.0.0.9")) {
      assertThat(strict.vet(List.of(InetAddress.ofLiteral(allowed))))
          .as(allowed)
          .isInstanceOf(Judgement.Allowed.class);
    }
  }

  @Test
  void nameWithoutAnAddressIsRefused() {
    assertThat(guard.vet(List.of())).isEqualTo(new Judgement.Refused("the name has no address"));
  }

  @Test
  void loopbackRuleAllowsNothingElse() {
    AddressGuard local = new AddressGuard(new ReceiverRules(false, true, List.of()));
    InetAddress loopback = InetAddress.ofLiteral("127.0.0.1");
    assertThat(local.vet(List.of(loopback, InetAddress.ofLiteral("::1"))))
        .isEqualTo(new Judgement.Allowed(List.of(loopback)));
    assertThat(local.vet(List.of(InetAddress.ofLiteral("127.255.255.254"))))
        .isInstanceOf(Judgement.Allowed.class);
    assertThat(local.vet(List.of(InetAddress.ofLiteral("::1"))))
        .isEqualTo(new Judgement.Refused(NO_IPV4));
    for (String other : List.of("10.0.0.1", "0.0.0.0", "169.254.169.254", "::", "fe80::1")) {
      assertThat(local.vet(List.of(loopback, InetAddress.ofLiteral(other))))
          .as(other)
          .isEqualTo(new Judgement.Refused(NOT_PUBLIC));
    }
    AddressGuard http = new AddressGuard(new ReceiverRules(true, false, List.of()));
    assertThat(http.vet(List.of(loopback))).isEqualTo(new Judgement.Refused(NOT_PUBLIC));
  }

  private Judgement vet(String... literals) {
    return guard.vet(Arrays.stream(literals).map(InetAddress::ofLiteral).toList());
  }

  private Judgement vet(InetAddress... addresses) {
    return guard.vet(List.of(addresses));
  }

  private static InetAddress nat64(InetAddress ipv4) {
    return TestBlocks.address(value("64:ff9b::").or(new BigInteger(1, ipv4.getAddress())), 16);
  }

  private static InetAddress sixToFour(InetAddress ipv4) {
    BigInteger embedded = new BigInteger(1, ipv4.getAddress()).shiftLeft(80);
    return TestBlocks.address(value("2002::1").or(embedded), 16);
  }

  private static BigInteger value(String literal) {
    return new BigInteger(1, InetAddress.ofLiteral(literal).getAddress());
  }

  private static byte[] mapped(String ipv4) {
    byte[] bytes = new byte[16];
    bytes[10] = bytes[11] = (byte) 0xff;
    System.arraycopy(InetAddress.ofLiteral(ipv4).getAddress(), 0, bytes, 12, 4);
    return bytes;
  }
}
