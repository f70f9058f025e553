package io.cdrwebhooks.receiver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cdrwebhooks.receiver.ReceiverUrl.Reading;
import java.net.URI;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReceiverUrlTest {
  private static final String USER_INFO = "must not hold a user name or password";
  private static final String BAD_HOST =
      "must name a host of letters, digits, hyphens and dots, and a port if any in digits";

  @ParameterizedTest
  @CsvSource({
    "https://receiver.example, receiver.example, 443",
    "https://receiver.example/, receiver.example, 443",
    "https://receiver.example/a/b?c=d&e=@, receiver.example, 443",
    "https://receiver.example/a@b, receiver.example, 443",
    "https://receiver.example:8443/, receiver.example, 8443",
    "https://receiver.example:/x, receiver.example, 443",
    "https://receiver.example:65535/, receiver.example, 65535",
    "http://receiver.example/, receiver.example, 80",
    "HtTpS://Receiver.EXAMPLE/Path, receiver.example, 443",
    "HTTP://receiver.example/, receiver.example, 80",
    "https://receiver.example./x, receiver.example, 443",
    "https://xn--mnchen-3ya.example/, xn--mnchen-3ya.example, 443",
    "https://localhost/, localhost, 443",
    "https://2130706433/, 2130706433, 443", // the resolver takes it for 127.0.0.1, and the guard
    // looks at that
    "https://198.51.100.7/, 198.51.100.7, 443",
    "https://[2001:db8::1]/, 2001:db8::1, 443",
    "'https://[2001:DB8::1]:8443/x', 2001:db8::1, 8443",
    "https://[::ffff:127.0.0.1]/, ::ffff:127.0.0.1, 443"
  })
  void goodUrlIsRead(String text, String host, int port) {
    assertThat(ReceiverUrl.parse(text))
        .isInstanceOfSatisfying(
            Reading.Read.class,
            read -> {
              assertThat(read.url().host()).isEqualTo(host);
              assertThat(read.url().port()).isEqualTo(port);
              assertThat(read.url().uri()).hasToString(text);
              assertThat(read.url()).hasToString(text);
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://user@receiver.example/",
        "https://user:password@receiver.example/",
        "https://:password@receiver.example/",
        "https://@receiver.example/",
        "https://:@receiver.example/",
        "https://us%65r@receiver.example/",
        "https://user%40x@receiver.example/",
        "https://user@receiver_1.example/",
        "https://receiver.example@198.51.100.7/",
        "https://receiver.example:443@198.51.100.7/",
        "https://a@b@receiver.example/",
        "https://user@[2001:db8::1]/"
      })
  void userInfoInAnySpellingIsInvalid(String text) {
    assertThat(ReceiverUrl.parse(text)).isEqualTo(new Reading.Invalid(USER_INFO));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''|must begin with https://, or http:// if this deployment allows it",
        "receiver.example|must begin with https://, or http:// if this deployment allows it",
        "//receiver.example/|must begin with https://, or http:// if this deployment allows it",
        "/path|must begin with https://, or http:// if this deployment allows it",
        "ftp://receiver.example/|must begin with https://, or http:// if this deployment allows it",
        "file:///etc/passwd|must begin with https://, or http:// if this deployment allows it",
        "javascript:alert(1)|must begin with https://, or http:// if this deployment allows it",
        "httpss://receiver.example/|must begin with https://, or http:// if this deployment allows it",
        "https:receiver.example|must name a host",
        "https:/receiver.example|must name a host",
        "https:///path|must name a host",
        "https://receiver.example/#part|must not have a fragment (#...)",
        "https://receiver.example/#|must not have a fragment (#...)",
        "https://receiver.example:0/|must have a port from 1 to 65535",
        "https://receiver.example:65536/|must have a port from 1 to 65535"
      })
  void badUrlIsInvalid(String text, String reason) {
    assertThat(ReceiverUrl.parse(text)).isEqualTo(new Reading.Invalid(reason));
  }

  /// Resolvers and browsers read these forms in different ways; they never reach a resolver.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://receiver_1.example/",
        "https://münchen.example/",
        "https://receiver.example:-1/",
        "https://receiver.example:99999999999/",
        "https://receiver.example:443x/",
        "https://-receiver.example/",
        "https://receiver..example/",
        "https://./",
        "https://127.1/",
        "https://0x7f.0.0.1/",
        "https://127.0.0.0x1/",
        "https://256.1.1.1/",
        "https://receiver%2eexample/",
        "https://receiver。example/"
      })
  void hostMustBeAnAsciiNameOrAddress(String text) {
    assertThat(ReceiverUrl.parse(text)).isEqualTo(new Reading.Invalid(BAD_HOST));
  }

  @ParameterizedTest
  @CsvSource({
    "' https://receiver.example/', 1",
    "'https://receiver.example/ ', 26",
    "'https://receiver.example/\n', 26",
    "'https://receiver.example/a b', 27",
    "'https://receiver.example\t/', 25",
    "'https://receiver.example\u00a0/', 25",
    "'https://receiver.example\\@evil.example/', 25",
    "'https://receiver.example/{id}', 26",
    "'https://receiver.example/%zz', 26",
    "'https://[2001:db8::1/', 21",
    "https://, 9"
  })
  void invalidUriIsReportedWithItsPosition(String text, int character) {
    assertThat(ReceiverUrl.parse(text))
        .isInstanceOfSatisfying(
            Reading.Invalid.class,
            invalid ->
                assertThat(invalid.reason())
                    .startsWith("is not a valid URI: ")
                    .endsWith(" at character " + character));
  }

  @Property
  void anyUrlIsParsedWithoutException(@ForAll String text) {
    for (String url : new String[] {text, "https://" + text, "https://receiver.example" + text}) {
      if (ReceiverUrl.parse(url) instanceof Reading.Read read) {
        assertThat(read.url()).hasToString(url);
        assertThat(read.url().host()).isNotEmpty();
      }
    }
  }

  @Test
  void constructorRefusesWhatParsingDoes() {
    assertThatThrownBy(() -> new ReceiverUrl(URI.create("https://user@receiver.example/")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(USER_INFO);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ":443", ":8443", ":1024", ":8080", ":65535"})
  void httpsOnAllowedPortsIsNotRefused(String port) {
    assertThat(url("https://receiver.example" + port + "/").refusal(ReceiverRules.PRODUCTION))
        .isEmpty();
  }

  @Property
  void otherPortsBelow1024AreRefused(@ForAll @IntRange(min = 1, max = 1023) int port) {
    ReceiverUrl https = url("https://receiver.example:" + port + "/");
    assertThat(https.refusal(ReceiverRules.PRODUCTION).isEmpty()).isEqualTo(port == 443);
    ReceiverUrl http = url("http://receiver.example:" + port + "/");
    assertThat(http.refusal(ReceiverRules.LOCAL).isEmpty()).isEqualTo(port == 443 || port == 80);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 22, 25, 80, 442, 444, 1023})
  void portOfAnotherProtocolIsRefused(int port) {
    assertThat(url("https://receiver.example:" + port + "/").refusal(ReceiverRules.LOCAL))
        .contains("must use port 443, 8443 or one above 1023");
  }

  @Test
  void httpIsRefusedUnlessTheDeploymentAllowsIt() {
    ReceiverUrl http = url("http://receiver.example/");
    assertThat(http.refusal(ReceiverRules.PRODUCTION)).contains("must be https");
    assertThat(http.refusal(new ReceiverRules(false, true, List.of()))).contains("must be https");
    assertThat(http.refusal(new ReceiverRules(true, false, List.of()))).isEmpty();
    assertThat(url("HTTPS://receiver.example/").refusal(ReceiverRules.PRODUCTION)).isEmpty();
  }

  private static ReceiverUrl url(String text) {
    return new ReceiverUrl(URI.create(text));
  }
}
