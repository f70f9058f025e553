package io.cdrwebhooks.answer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerHeaderTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Set-Cookie",
        "set-cookie2",
        "WWW-Authenticate",
        "Authentication-Info",
        "Authorization",
        "Proxy-Authorization",
        "X-Api-Key",
        "X-Auth",
        "X-Amz-Security-Token",
        "X-Session-Id",
        "Client-Secret"
      })
  void valuesOfCredentialsAreHidden(String name) {
    assertThat(safe(new AnswerHeader(name, "open sesame")))
        .containsExactly(new AnswerHeader(name, "(hidden)"));
  }

  @Test
  void knownSecretsAreRemovedAndUnsafeTextIsReplaced() {
    assertThat(
            AnswerHeader.safe(
                List.of(
                    new AnswerHeader("X-Echo", "v1,abcdefgh12345678 is what you sent"),
                    new AnswerHeader("X-\u202eOdd", "a\tb\nc\u0000d")),
                SafeText.hiding(List.of("abcdefgh12345678"))))
        .containsExactly(
            new AnswerHeader("X-Echo", "v1,[removed] is what you sent"),
            new AnswerHeader("X-\ufffdOdd", "a b c\ufffdd"));
  }

  @Test
  void ordinaryHeadersStayInTheirOrder() {
    AnswerHeader[] ordinary = {
      new AnswerHeader("Content-Type", "text/plain"),
      new AnswerHeader("Retry-After", "120"),
      new AnswerHeader("Retry-After", "")
    };
    assertThat(safe(ordinary)).containsExactly(ordinary);
  }

  @Test
  void numberOfHeadersIsBounded() {
    List<AnswerHeader> many = Collections.nCopies(21, new AnswerHeader("X", "y"));
    assertThat(AnswerHeader.safe(many, SafeText.hiding(List.of()))).hasSize(20);
  }

  @Test
  void sizeOfAllHeadersIsBounded() {
    AnswerHeader long1 = new AnswerHeader("X", "\u20ac".repeat(1_000));
    AnswerHeader short1 = new AnswerHeader("Y", "z");
    List<AnswerHeader> kept = safe(long1, short1, long1, short1);

    assertThat(kept).containsExactly(long1, short1);
    assertThat(kept.stream().mapToInt(AnswerHeaderTest::bytes).sum())
        .isLessThanOrEqualTo(AnswerHeader.LIMIT);
  }

  @Test
  void valueIsNotInToString() {
    assertThat(new AnswerHeader("X-Echo", "sesame")).asString().doesNotContain("sesame");
  }

  private static int bytes(AnswerHeader header) {
    return (header.name() + header.value()).getBytes(StandardCharsets.UTF_8).length;
  }

  private static List<AnswerHeader> safe(AnswerHeader... received) {
    return AnswerHeader.safe(List.of(received), SafeText.hiding(List.of()));
  }
}
