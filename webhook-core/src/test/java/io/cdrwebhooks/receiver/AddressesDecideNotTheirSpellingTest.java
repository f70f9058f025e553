package io.cdrwebhooks.receiver;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdrwebhooks.receiver.ReceiverUrl.Reading;
import io.cdrwebhooks.receiver.ReceiverVetting.Judgement;
import java.net.InetAddress;
import java.net.URI;
import java.util.List;
import java.util.function.UnaryOperator;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
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
                assertThat(AddressSpellings.isPrivate(address)).isFalse();
              });
    }
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
  @ValueSource(
      strings = {
        "0177.0.0.1",
        "010.0.0.1",
        "93.184.215.014",
        "093.184.215.14",
        "[::ffff:0177.0.0.1]",
        "[::ffff:93.184.215.014]",
        "[64:ff9b::93.0184.215.14]"
      })
  void addressWithLeadingZerosIsNotAReceiversUrl(String host) {
    assertThat(ReceiverUrl.parse("https://" + host + "/"))
        .isEqualTo(new Reading.Invalid("must not write an address with leading zeros"));
  }

  @Example
  void storedUrlWithLeadingZerosCanStillBeRead() {
    assertThat(new ReceiverUrl(URI.create("https://0177.0.0.1/")).host()).isEqualTo("0177.0.0.1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "10.0.0.1.example",
        "0.0.0.0",
        "100.64.0.1",
        "007.example",
        "[::ffff:0.0.0.0]",
        "[2606:0470::01]"
      })
  void hostWithHarmlessZerosIsAccepted(String host) {
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
        SpecialPurposeRegistry.IPV4.stream()
            .filter(row -> row.reachable() == SpecialPurposeRegistry.Reachable.NO)
            .map(SpecialPurposeRegistry.Row::block)
            .toList();
    return Arbitraries.of(blocks)
        .flatMap(
            block -> TestHosts.any().map(host -> TestBlocks.within(block, host).getHostAddress()));
  }

  @Provide
  Arbitrary<UnaryOperator<String>> spellings() {
    return Arbitraries.of(AddressSpellings.ALL);
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
}
