package io.cdrwebhooks.receiver;

import java.math.BigInteger;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Private addresses, and the spellings in which other systems let them through.
public final class AddressSpellings {
  private AddressSpellings() {}

  /// Ways to write an IPv4 address of four numbers; some are not a URL, some do not resolve.
  public static final List<UnaryOperator<String>> ALL =
      List.of(
          ipv4 -> ipv4,
          ipv4 -> ipv4 + ".",
          AddressSpellings::oneNumber,
          ipv4 -> oneNumber(ipv4) + ".",
          ipv4 -> "0x" + hex(ipv4),
          ipv4 -> "0X" + hex(ipv4).toUpperCase(Locale.ROOT),
          ipv4 -> "0" + value(ipv4).toString(8),
          ipv4 -> "000000" + value(ipv4).toString(8),
          ipv4 -> part(ipv4, 0) + "." + value(ipv4).and(BigInteger.valueOf(0xffffff)),
          ipv4 ->
              part(ipv4, 0)
                  + "."
                  + part(ipv4, 1)
                  + "."
                  + value(ipv4).and(BigInteger.valueOf(0xffff)),
          ipv4 -> eachPart(ipv4, "0x%x"),
          ipv4 -> eachPart(ipv4, "0%o"),
          ipv4 -> eachPart(ipv4, "%03d"),
          ipv4 -> eachPart(ipv4, "%05d"),
          ipv4 -> "0x" + Integer.toHexString(part(ipv4, 0)) + ipv4.substring(ipv4.indexOf('.')),
          ipv4 -> "0" + Integer.toOctalString(part(ipv4, 0)) + ipv4.substring(ipv4.indexOf('.')),
          ipv4 -> ipv4.replace(".", "%2e"),
          ipv4 -> ipv4.replace(".", "%2E"),
          ipv4 -> "%3" + ipv4.charAt(0) + ipv4.substring(1),
          ipv4 -> ipv4.replace('.', '\u3002'), // ideographic full stop
          ipv4 -> ipv4.replace('.', '\uff0e'), // full-width full stop
          ipv4 -> shifted(ipv4, '\uff10'), // full-width digits
          ipv4 -> shifted(ipv4, '\u0660'), // Arabic-Indic digits
          ipv4 -> "[" + ipv4 + "]",
          ipv4 -> "[::ffff:" + ipv4 + "]",
          ipv4 -> "[::FFFF:" + ipv4 + "]",
          ipv4 -> "[0:0:0:0:0:FfFf:" + ipv4 + "]",
          ipv4 -> "[::ffff:" + groups(ipv4) + "]",
          ipv4 -> "[::FFFF:" + groups(ipv4).toUpperCase(Locale.ROOT) + "]",
          ipv4 -> "[::ffff:" + ipv4 + "%1]",
          ipv4 -> "[::ffff:" + ipv4 + "%25lo]",
          ipv4 -> "[::ffff:0:" + ipv4 + "]", // translated, RFC 2765
          ipv4 -> "[::" + ipv4 + "]", // IPv4-compatible
          ipv4 -> "[::" + groups(ipv4) + "]",
          ipv4 -> "[64:ff9b::" + ipv4 + "]", // NAT64
          ipv4 -> "[64:FF9B::" + groups(ipv4).toUpperCase(Locale.ROOT) + "]",
          ipv4 -> "[64:ff9b:1::" + ipv4 + "]", // NAT64 of local use
          ipv4 -> "[64:ff9b:1:ffff:ffff:ffff:" + groups(ipv4) + "]",
          ipv4 -> "[2002:" + groups(ipv4) + "::]", // 6to4
          ipv4 -> "[2002:" + groups(ipv4) + ":1::5efe:" + ipv4 + "]",
          ipv4 -> "[2001:0:" + groups("93.184.215.14") + ":0:0:" + inverted(ipv4) + "]", // Teredo
          ipv4 -> "[2001:0:" + groups(ipv4) + ":0:0:" + inverted("93.184.215.14") + "]",
          ipv4 -> "[::5efe:" + ipv4 + "]", // ISATAP
          ipv4 -> "[fe80::5efe:" + ipv4 + "]",
          ipv4 -> "[2606:4700::5efe:" + ipv4 + "]",
          ipv4 -> "[2606:4700::200:5efe:" + ipv4 + "]");

  /// Returns the first and the last address of each IPv4 block that is not globally reachable.
  public static List<InetAddress> privateAddresses() {
    return SpecialPurposeRegistry.IPV4.stream()
        .filter(row -> row.reachable() == SpecialPurposeRegistry.Reachable.NO)
        .flatMap(row -> Stream.of(TestBlocks.first(row.block()), TestBlocks.last(row.block())))
        .distinct()
        .toList();
  }

  /// Returns whether the address is in one of these blocks, without asking the guard.
  public static boolean isPrivate(InetAddress address) {
    return SpecialPurposeRegistry.IPV4.stream()
        .anyMatch(
            row -> row.reachable() == SpecialPurposeRegistry.Reachable.NO && row.contains(address));
  }

  private static BigInteger value(String ipv4) {
    return TestBlocks.value(InetAddress.ofLiteral(ipv4));
  }

  static String oneNumber(String ipv4) {
    return value(ipv4).toString();
  }

  private static String hex(String ipv4) {
    return value(ipv4).toString(16);
  }

  private static int part(String ipv4, int index) {
    return Integer.parseInt(ipv4.split("\\.")[index]);
  }

  private static String eachPart(String ipv4, String format) {
    return Arrays.stream(ipv4.split("\\."))
        .map(part -> String.format(Locale.ROOT, format, Integer.parseInt(part)))
        .collect(Collectors.joining("."));
  }

  private static String shifted(String ipv4, char zero) {
    return ipv4.chars()
        .mapToObj(c -> String.valueOf((char) (c == '.' ? c : c - '0' + zero)))
        .collect(Collectors.joining());
  }

  /// Returns the two hexadecimal groups in which an IPv6 address contains it.
  static String groups(String ipv4) {
    return String.format(
        Locale.ROOT,
        "%x:%x",
        part(ipv4, 0) << 8 | part(ipv4, 1),
        part(ipv4, 2) << 8 | part(ipv4, 3));
  }

  static String inverted(String ipv4) {
    return groups(
        IntStream.range(0, 4)
            .mapToObj(i -> String.valueOf(255 - part(ipv4, i)))
            .collect(Collectors.joining(".")));
  }
}
