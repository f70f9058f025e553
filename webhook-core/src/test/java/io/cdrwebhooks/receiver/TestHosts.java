package io.cdrwebhooks.receiver;

import java.math.BigInteger;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;

/// The part of an address after its block's prefix.
final class TestHosts {
  private TestHosts() {}

  /// Any bits, as many as an IPv6 address has.
  static Arbitrary<BigInteger> any() {
    return Arbitraries.bigIntegers()
        .between(BigInteger.ZERO, BigInteger.TWO.pow(128).subtract(BigInteger.ONE));
  }
}
