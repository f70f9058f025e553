package io.cdrwebhooks.receiver;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;

/// Blocks of addresses, computed with big integers, unlike the guard's.
final class TestBlocks {
  private static final BigInteger ALL_ONES = BigInteger.TWO.pow(128).subtract(BigInteger.ONE);

  private TestBlocks() {}

  static InetAddress first(String block) {
    return within(block, BigInteger.ZERO);
  }

  static InetAddress last(String block) {
    return within(block, ALL_ONES);
  }

  static InetAddress within(String block, BigInteger host) {
    int length = network(block).getAddress().length;
    return address(value(network(block)).or(host.and(hostMask(block))), length);
  }

  static boolean contains(String block, InetAddress address) {
    return network(block).getAddress().length == address.getAddress().length
        && value(address).andNot(hostMask(block)).equals(value(network(block)));
  }

  /// Returns the address `steps` after this one, or before it; wraps around.
  static InetAddress plus(InetAddress address, long steps) {
    int length = address.getAddress().length;
    BigInteger size = BigInteger.TWO.pow(length * 8);
    return address(value(address).add(BigInteger.valueOf(steps)).mod(size), length);
  }

  static BigInteger value(InetAddress address) {
    return new BigInteger(1, address.getAddress());
  }

  static InetAddress address(BigInteger value, int length) {
    byte[] bytes = new byte[length];
    byte[] digits = value.toByteArray();
    int count = Math.min(digits.length, length);
    System.arraycopy(digits, digits.length - count, bytes, length - count, count);
    try {
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }

  private static InetAddress network(String block) {
    return InetAddress.ofLiteral(block.split("/")[0]);
  }

  private static BigInteger hostMask(String block) {
    int bits = network(block).getAddress().length * 8;
    return BigInteger.TWO
        .pow(bits - Integer.parseInt(block.split("/")[1]))
        .subtract(BigInteger.ONE);
  }
}
