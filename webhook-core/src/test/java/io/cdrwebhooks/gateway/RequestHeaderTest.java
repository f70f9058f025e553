package io.cdrwebhooks.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cdrwebhooks.configuration.GatewayCredentials;
import io.cdrwebhooks.configuration.SealedHeader;
import io.cdrwebhooks.configuration.SealedSignature;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Tests which headers a configuration may have, and that their values are not shown.
class RequestHeaderTest {
  private static final String SECRET = "s3cret-Value";

  @ParameterizedTest
  @ValueSource(strings = {"Authorization", "X-Api-Key", "x", "!#$%&'*+-.^_`|~09azAZ", "Cookie"})
  void everyOtherTokenIsAValidName(String name) {
    assertThat(new RequestHeader(name, SECRET).name()).isEqualTo(name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "X Key",
        "X-Key ",
        "X-Key:",
        ":path",
        "X\r\nY",
        "X\n",
        "X-K\u00e9y",
        "X\t",
        "(X)"
      })
  void nameThatIsNoTokenIsRefused(String name) {
    assertThat(RequestHeader.isToken(name)).isFalse();
    assertThatThrownBy(() -> new RequestHeader(name, SECRET))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining(SECRET);
  }

  @Test
  void nameHasAtMostAHundredCharacters() {
    assertThat(RequestHeader.isToken("x".repeat(RequestHeader.MAX_NAME))).isTrue();
    assertThat(RequestHeader.isToken("x".repeat(RequestHeader.MAX_NAME + 1))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Host",
        "HOST",
        "connection",
        "Transfer-Encoding",
        "TE",
        "Trailer",
        "Upgrade",
        "Keep-Alive",
        "Expect",
        "Date",
        "User-Agent",
        "Content-Length",
        "content-encoding",
        "Proxy-Authorization",
        "X-CDR-Signature",
        "x-cdr-anything",
        "Webhook-Id",
        "X_CDR_Signature",
        "webhook_signature",
        "Content_Length",
        "keep_Alive"
      })
  void nameThatWeOrTheConnectionSetIsRefused(String name) {
    assertThat(RequestHeader.isReserved(name)).isTrue();
    assertThatThrownBy(() -> new RequestHeader(name, SECRET))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "Bearer abc.def-ghi==", "a  b", "!\"#~", ":", "a: b"})
  void visibleTextIsAValidValue(String value) {
    assertThat(new RequestHeader("X-Key", value).value()).isEqualTo(value);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        " s3cret-Value",
        "s3cret-Value ",
        "s3cret-Value\r\nX-CDR-Signature: forged",
        "s3cret-Value\n",
        "s3cret-Value\rX: y",
        "s3cret\tValue",
        "s3cret-Value\u0000",
        "s3cret-Value\u007f",
        "s3cret-V\u00e4lue",
        "s3cret-Value\u2028"
      })
  void valueThatCouldEndTheHeaderIsRefusedUnshown(String value) {
    assertThatThrownBy(() -> new RequestHeader("X-Key", value))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("s3cret");
  }

  @Test
  void valueHasAtMostAThousandCharacters() {
    assertThat(RequestHeader.isValue("v".repeat(RequestHeader.MAX_VALUE))).isTrue();
    assertThat(RequestHeader.isValue("v".repeat(RequestHeader.MAX_VALUE + 1))).isFalse();
  }

  @Test
  void textOfAHeaderHasNoValue() {
    assertThat(new RequestHeader("X-Key", SECRET)).hasToString("RequestHeader[name=X-Key]");
  }

  @Test
  void valueAndItsLongWordsAreRemovedFromAnswers() {
    assertThat(new RequestHeader("Authorization", "Bearer abc-12345").secrets())
        .containsExactly("Bearer abc-12345", "abc-12345");
    assertThat(new RequestHeader("X-Tenant", "1").secrets()).isEmpty();
  }

  @Test
  void configurationHasAtMostFiveHeadersOfDifferentNames() {
    SealedHeader key = header("X-Key");
    assertThatThrownBy(() -> credentials(List.of(key, header("x_KEY"))))
        .isInstanceOf(IllegalArgumentException.class);
    List<SealedHeader> six =
        List.of(key, header("B"), header("C"), header("D"), header("E"), header("F"));
    assertThat(credentials(six.subList(0, 5)).header("x-key")).contains(key);
    assertThatThrownBy(() -> credentials(six))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at most 5");
  }

  private static GatewayCredentials credentials(List<SealedHeader> headers) {
    return new GatewayCredentials(headers, Optional.empty());
  }

  private static SealedHeader header(String name) {
    return new SealedHeader(name, new SealedSignature("key", "sealed"));
  }
}
