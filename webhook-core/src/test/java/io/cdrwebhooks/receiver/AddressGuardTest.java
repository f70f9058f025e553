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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Tests every block of IANA's special-purpose registries for IPv4 and IPv6 that is not globally
/// reachable, and the multicast and reserved space.
class AddressGuardTest {
  private static final String NOT_PUBLIC =
      "the name has an address that is not on the public internet";
  private static final String NO_IPV4 = "the name has no IPv4 address, and requests use IPv4 only";
  private static final String PUBLIC_IPV4 = "93.184.215.14";
  private static final String PUBLIC_IPV6 = "2606:2800:21f:cb07:6820:80da:af6b:8b2c";

  private final AddressGuard guard = new AddressGuard(ReceiverRules.PRODUCTION);

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
