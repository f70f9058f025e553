package io.cdrwebhooks.receiver;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.receiver.SpecialPurposeRegistry.Row;
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
  /// A row for mapped addresses (::ffff:0:0/96) is missing, because the JDK turns them into IPv4
  /// addresses. AddressGuardTest tests one that stayed IPv6.
  static final List<Row> ROWS =
      Stream.concat(SpecialPurposeRegistry.IPV4.stream(), SpecialPurposeRegistry.IPV6.stream())
          .toList();

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
    return TestHosts.any();
  }

  /// Returns whether a name may have this address in addition to a public one.
  private boolean isPublic(InetAddress address) {
    return guard.vet(List.of(address, PUBLIC)) instanceof ReceiverVetting.Judgement.Allowed;
  }

  private static boolean expected(InetAddress address) {
    if (address instanceof Inet4Address) {
      return SpecialPurposeRegistry.IPV4.stream()
          .noneMatch(row -> isUnreachable(row) && row.contains(address));
    }
    if (TestBlocks.contains("64:ff9b::/96", address)) {
      return expected(TestBlocks.address(TestBlocks.value(address), 4));
    }
    if (TestBlocks.contains("2002::/16", address)) {
      return expected(TestBlocks.address(TestBlocks.value(address).shiftRight(80), 4));
    }
    return TestBlocks.contains("2000::/3", address)
        && SpecialPurposeRegistry.IPV6.stream()
            .noneMatch(row -> isUnreachable(row) && row.contains(address));
  }

  private static boolean isUnreachable(Row row) {
    return switch (row.reachable()) {
      case NO, MORE_SPECIFIC -> true;
      case YES, TRANSLATED -> false;
    };
  }
}
