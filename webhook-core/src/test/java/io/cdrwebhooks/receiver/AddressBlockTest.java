package io.cdrwebhooks.receiver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.net.InetAddress;
import java.util.Locale;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressBlockTest {
  @ParameterizedTest
  @ValueSource(
      strings = {"10.0.0.0/8", "0.0.0.0/0", "192.0.2.7/32", "2001:db8::/32", "::/0", "::1/128"})
  void blockIsTheSameInAnySpelling(String cidr) {
    AddressBlock block = AddressBlock.of(cidr);
    assertThat(block)
        .isEqualTo(AddressBlock.of(block.toString()))
        .hasSameHashCodeAs(AddressBlock.of(cidr));
    assertThat(block).isEqualTo(AddressBlock.of(cidr.toUpperCase(Locale.ROOT)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "/8",
        "10.0.0.0",
        "10.0.0.0/",
        "10.0.0.0/-1",
        "10.0.0.0/33",
        "10.0.0.0/999",
        "10.0.0.0/8/8",
        "10.0.0.0 /8",
        "10/8",
        "10.0/8",
        "010.0.0.0/8",
        "0x0a.0.0.0/8",
        "10.0.0.1/8", // bits behind the prefix
        "10.0.0.0/6",
        "2001:db8::/129",
        "2001:db8::1/64",
        "fe80::%1/10",
        "::ffff:10.0.0.0/104",
        "receiver.example/24",
        "10.0.0.0-10.0.0.255"
      })
  void invalidBlockIsNamed(String text) {
    assertThatThrownBy(() -> AddressBlock.of(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("not a block of addresses, as in 10.0.0.0/8: " + text);
  }

  @Test
  void listIsSeparatedByCommasAndMayBeEmpty() {
    assertThat(AddressBlock.list("")).isEmpty();
    assertThat(AddressBlock.list(" ")).isEmpty();
    assertThat(AddressBlock.list("10.0.0.0/8")).containsExactly(AddressBlock.of("10.0.0.0/8"));
    assertThat(AddressBlock.list(" 10.0.0.0/8 ,\tfc00::/7 "))
        .containsExactly(AddressBlock.of("10.0.0.0/8"), AddressBlock.of("fc00::/7"));
    for (String bad : new String[] {"10.0.0.0/8,", ",10.0.0.0/8", "10.0.0.0/8 fc00::/7", ","}) {
      assertThatThrownBy(() -> AddressBlock.list(bad))
          .as(bad)
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Property
  void blockContainsExactlyTheAddressesOfItsPrefix(
      @ForAll("hosts") BigInteger value,
      @ForAll("hosts") BigInteger host,
      @ForAll @IntRange(max = 32) int bits) {
    BigInteger network =
        TestBlocks.value(TestBlocks.address(value, 4)).shiftRight(32 - bits).shiftLeft(32 - bits);
    String cidr = TestBlocks.address(network, 4).getHostAddress() + "/" + bits;
    InetAddress inside = TestBlocks.within(cidr, host);
    InetAddress other = TestBlocks.address(host, 4);
    AddressBlock block = AddressBlock.of(cidr);
    assertThat(block.contains(inside.getAddress())).isTrue();
    assertThat(block.contains(other.getAddress())).isEqualTo(TestBlocks.contains(cidr, other));
    assertThat(block.contains(TestBlocks.address(host, 16).getAddress())).isFalse();
  }

  @Provide
  Arbitrary<BigInteger> hosts() {
    return TestHosts.any();
  }
}
