package io.cdrwebhooks.receiver;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.receiver.ReceiverUrl.Reading;
import io.cdrwebhooks.receiver.ReceiverVetting.Judgement;
import java.math.BigInteger;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The guard judges the resolved address, whatever its spelling. Each form goes through the URL's
/// parser, the JDK's resolver and the guard, as in production.
///
/// Other systems let private addresses through because they checked lists of spellings. Here a
/// spelling is not a URL, does not resolve, or leads to an address, which is judged.
class AddressesDecideNotTheirSpellingTest {
  private static final String NOT_PUBLIC =
      "the name has an address that is not on the public internet";
  private static final String NO_IPV4 = "the name has no IPv4 address, and requests use IPv4 only";

  /// Ways to write an IPv4 address of four numbers; some are not a URL, some do not resolve.
  private static final List<UnaryOperator<String>> SPELLINGS =
      List.of(
          ipv4 -> ipv4,
          ipv4 -> ipv4 + ".",
          AddressesDecideNotTheirSpellingTest::oneNumber,
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

  /// No spelling of a private address may be called. Some spellings mean another address to the
  /// resolver; then that one is judged.
  @Property(tries = 5_000)
  void privateAddressIsRefusedInAnySpelling(
      @ForAll("privateAddresses") String ipv4, @ForAll("spellings") UnaryOperator<String> spelling)
      throws InterruptedException {
    String host = spelling.apply(ipv4);
    if (judge(host) instanceof Judgement.Allowed(List<InetAddress> addresses)) {
      assertThat(addresses)
          .as(host)
          .isNotEmpty()
          .allSatisfy(
              address -> {
                assertThat(address.getHostAddress()).isNotEqualTo(ipv4);
                assertThat(SpecialPurposeRegistryTest.IPV4)
                    .noneMatch(
                        row ->
                            row.reachable() == SpecialPurposeRegistryTest.Reachable.NO
                                && row.contains(address));
              });
    }
  }

  /// The JDK's resolver reads these as the address in every case, so all of them must be refused.
  @Property(tries = 2_000)
  void understoodPrivateAddressIsRefusedAsNotPublic(
      @ForAll("privateAddresses") String ipv4, @ForAll("understood") UnaryOperator<String> spelling)
      throws InterruptedException {
    assertThat(judge(spelling.apply(ipv4))).isEqualTo(new Judgement.Refused(NOT_PUBLIC));
  }

  /// The reverse: an odd spelling of a public address stays public.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "93.184.215.14",
        "93.184.215.14.",
        "1572394766",
        "[::ffff:93.184.215.14]",
        "[::FFFF:5DB8:D70E]"
      })
  void publicAddressIsAllowedInAnySpelling(String host) throws InterruptedException {
    boolean isUrl = ReceiverUrl.parse("https://" + host + "/") instanceof Reading.Read;
    assertThat(isUrl).isEqualTo(!host.endsWith("14."));
    if (isUrl) {
      assertThat(judge(host))
          .isEqualTo(new Judgement.Allowed(List.of(InetAddress.ofLiteral("93.184.215.14"))));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "localhost|" + NOT_PUBLIC,
        "LOCALHOST|" + NOT_PUBLIC,
        "localhost.|" + NOT_PUBLIC,
        "0|" + NOT_PUBLIC,
        "2130706433|" + NOT_PUBLIC,
        "2852039166|" + NOT_PUBLIC, // 169.254.169.254
        "[::1]|" + NOT_PUBLIC,
        "[0:0:0:0:0:0:0:1]|" + NOT_PUBLIC,
        "[::]|" + NOT_PUBLIC,
        "[FE80::1]|" + NOT_PUBLIC,
        "[fd00:ec2::254]|" + NOT_PUBLIC,
        "[ff02::1]|" + NOT_PUBLIC,
        "[2606:4700::1]|" + NO_IPV4,
        "[64:ff9b::93.184.215.14]|" + NO_IPV4
      })
  void hostIsRefusedForItsReason(String host, String reason) throws InterruptedException {
    assertThat(judge(host)).isEqualTo(new Judgement.Refused(reason));
  }

  /// 0177.0.0.1 is 127.0.0.1 to some programs, and 177.0.0.1 to others.
  @ParameterizedTest
  @ValueSource(strings = {"0177.0.0.1", "010.0.0.1", "93.184.215.014", "093.184.215.14"})
  void addressWithLeadingZerosIsNotAReceiversUrl(String host) {
    assertThat(ReceiverUrl.parse("https://" + host + "/"))
        .isEqualTo(new Reading.Invalid("must not write an address with leading zeros"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.0.0.1.example", "0.0.0.0", "100.64.0.1", "007.example"})
  void zeroElsewhereInAHostIsNoFault(String host) {
    assertThat(ReceiverUrl.parse("https://" + host + "/")).isInstanceOf(Reading.Read.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[fe80::1%eth0]",
        "[fe80::1%25eth0]",
        "[fe80::1%1]",
        "[::1%lo]",
        "[2606:4700::1%1]",
        "[::ffff:127.0.0.1%1]"
      })
  void addressWithAZoneIsNotAReceiversUrl(String host) {
    assertThat(ReceiverUrl.parse("https://" + host + "/"))
        .isEqualTo(new Reading.Invalid("must not name a network interface (%...)"));
  }

  @Provide
  Arbitrary<String> privateAddresses() {
    List<String> blocks =
        SpecialPurposeRegistryTest.IPV4.stream()
            .filter(row -> row.reachable() == SpecialPurposeRegistryTest.Reachable.NO)
            .map(SpecialPurposeRegistryTest.Row::block)
            .toList();
    return Arbitraries.of(blocks)
        .flatMap(
            block ->
                TestBlocks.hosts().map(host -> TestBlocks.within(block, host).getHostAddress()));
  }

  @Provide
  Arbitrary<UnaryOperator<String>> spellings() {
    return Arbitraries.of(SPELLINGS);
  }

  @Provide
  Arbitrary<UnaryOperator<String>> understood() {
    return Arbitraries.<UnaryOperator<String>>of(
        ipv4 -> ipv4,
        AddressesDecideNotTheirSpellingTest::oneNumber,
        ipv4 -> "[::ffff:" + ipv4 + "]",
        ipv4 -> "[::FFFF:" + groups(ipv4).toUpperCase(Locale.ROOT) + "]",
        ipv4 -> "[::" + groups(ipv4) + "]",
        ipv4 -> "[64:ff9b::" + ipv4 + "]",
        ipv4 -> "[64:ff9b:1::" + ipv4 + "]",
        ipv4 -> "[2002:" + groups(ipv4) + "::]",
        ipv4 -> "[2001:0:" + groups("93.184.215.14") + ":0:0:" + inverted(ipv4) + "]",
        ipv4 -> "[2606:4700::5efe:" + ipv4 + "]",
        ipv4 -> "[2606:4700::200:5efe:" + ipv4 + "]");
  }

  /// Judges the host of a URL as production does; a text that is not a URL counts as refused.
  private static Judgement judge(String host) throws InterruptedException {
    return switch (ReceiverUrl.parse("https://" + host + "/")) {
      case Reading.Invalid(String reason) -> new Judgement.Refused(reason);
      case Reading.Read(ReceiverUrl url) -> {
        try (ReceiverVetting vetting =
            new ReceiverVetting(ReceiverRules.PRODUCTION, NameResolver.system())) {
          yield vetting.vet(url, ReceiverVetting.STANDARD_LIMIT);
        }
      }
    };
  }

  private static BigInteger value(String ipv4) {
    return TestBlocks.value(InetAddress.ofLiteral(ipv4));
  }

  private static String oneNumber(String ipv4) {
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

  /// The two hexadecimal groups in which an IPv6 address contains it.
  private static String groups(String ipv4) {
    return String.format(
        Locale.ROOT,
        "%x:%x",
        part(ipv4, 0) << 8 | part(ipv4, 1),
        part(ipv4, 2) << 8 | part(ipv4, 3));
  }

  private static String inverted(String ipv4) {
    return groups(
        IntStream.range(0, 4)
            .mapToObj(i -> String.valueOf(255 - part(ipv4, i)))
            .collect(Collectors.joining(".")));
  }
}
